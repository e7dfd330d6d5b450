package interop;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.services.managers.AppAuthManager;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** Pages of a realm: what its tokens open, and what `interop` needs to end its sessions and to count their refreshes. */
@Provider
public class Items implements RealmResourceProvider {
  private static final List<String> ITEMS = new CopyOnWriteArrayList<>(List.of("first item", "second item"));
  private final KeycloakSession keycloak;

  public Items(KeycloakSession keycloak) {
    this.keycloak = keycloak;
  }

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public List<String> items() {
    signedIn();
    return ITEMS;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  public Map<String, String> add(Map<String, String> item) {
    signedIn();
    ITEMS.add(item.get("title"));
    return item;
  }

  @GET
  @Path("refreshes")
  @Produces({MediaType.TEXT_PLAIN, MediaType.APPLICATION_JSON})
  public String refreshes() {
    return Refreshes.COUNT.toString();
  }

  @POST
  @Path("end")
  public void end() {
    RealmModel realm = keycloak.getContext().getRealm();
    keycloak.sessions().removeUserSessions(realm);
    // Those that outlive a sign-in in the browser (`offline_access`).
    keycloak.users().searchForUserStream(realm, Map.of())
        .flatMap(user -> keycloak.sessions().getOfflineUserSessionsStream(realm, user))
        .toList()
        .forEach(session -> keycloak.sessions().removeOfflineUserSession(realm, session));
  }

  private void signedIn() {
    if (new AppAuthManager.BearerTokenAuthenticator(keycloak).authenticate() == null) {
      throw new NotAuthorizedException("Bearer");
    }
  }

  @Override
  public Object getResource() {
    return this;
  }

  @Override
  public void close() {}

  /** Puts it below the realm's own address, as `/realms/NAME/items`. */
  public static class Factory implements RealmResourceProviderFactory {
    @Override
    public String getId() {
      return "items";
    }

    @Override
    public RealmResourceProvider create(KeycloakSession keycloak) {
      return new Items(keycloak);
    }

    @Override
    public void init(Config.Scope settings) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
  }
}
