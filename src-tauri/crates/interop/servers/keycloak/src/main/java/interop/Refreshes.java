package interop;

import java.util.concurrent.atomic.AtomicInteger;
import org.keycloak.Config;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Counts the refreshes that succeeded. */
public class Refreshes implements EventListenerProviderFactory {
  static final AtomicInteger COUNT = new AtomicInteger();

  @Override
  public String getId() {
    return "refreshes";
  }

  @Override
  public EventListenerProvider create(KeycloakSession keycloak) {
    return new EventListenerProvider() {
      @Override
      public void onEvent(Event event) {
        if (event.getType() == EventType.REFRESH_TOKEN) {
          COUNT.incrementAndGet();
        }
      }

      @Override
      public void onEvent(AdminEvent event, boolean includeRepresentation) {}

      @Override
      public void close() {}
    };
  }

  @Override
  public void init(Config.Scope settings) {}

  @Override
  public void postInit(KeycloakSessionFactory factory) {}

  @Override
  public void close() {}
}
