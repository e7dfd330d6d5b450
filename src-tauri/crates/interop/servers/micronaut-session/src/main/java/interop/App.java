package interop;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.runtime.Micronaut;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.authentication.AuthenticationFailureReason;
import io.micronaut.security.authentication.AuthenticationRequest;
import io.micronaut.security.authentication.AuthenticationResponse;
import io.micronaut.security.authentication.provider.HttpRequestAuthenticationProvider;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.session.Session;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Micronaut as a site for people: its own login by form, redirects with 303, a session that lives while it is used. */
public class App {
    public static void main(String[] args) {
        Micronaut.build(args).mainClass(App.class).properties(Map.of("micronaut.server.port", args[0])).start();
    }

    @Singleton
    static class People<B> implements HttpRequestAuthenticationProvider<B> {
        @Override
        public AuthenticationResponse authenticate(
                @Nullable HttpRequest<B> request, AuthenticationRequest<String, String> asked) {
            String name = asked.getIdentity();
            if (!Set.of("ann", "bob").contains(name)) {
                return AuthenticationResponse.failure(AuthenticationFailureReason.USER_NOT_FOUND);
            }
            if (!(name + "-pw-1").equals(asked.getSecret())) {
                return AuthenticationResponse.failure(AuthenticationFailureReason.CREDENTIALS_DO_NOT_MATCH);
            }
            return AuthenticationResponse.success(name, name.equals("ann") ? List.of("editor") : List.of());
        }
    }

    @Controller
    @Secured(SecurityRule.IS_AUTHENTICATED)
    static class Pages {
        private final List<String> items = new CopyOnWriteArrayList<>(List.of("first item", "second item"));
        private final Set<Session> sessions = ConcurrentHashMap.newKeySet();

        @Get
        @Secured(SecurityRule.IS_ANONYMOUS)
        @Produces(MediaType.TEXT_HTML)
        String home() {
            return "<!doctype html><title>Home</title><a href=\"/login\">Log in</a>";
        }

        @Get("/login/form")
        @Secured(SecurityRule.IS_ANONYMOUS)
        @Produces(MediaType.TEXT_HTML)
        String form() {
            return "<!doctype html><title>Log in</title><form method=\"post\" action=\"/login\">"
                    + "<input name=\"username\"><input name=\"password\" type=\"password\"><button>Log in</button></form>";
        }

        @Get("/me")
        Map<String, Object> me(Authentication who, Session session) {
            sessions.add(session);
            return Map.of("name", who.getName(), "roles", who.getRoles());
        }

        @Get("/items")
        List<String> items() {
            return items;
        }

        @Post("/items")
        List<String> add(@Body Map<String, String> item) {
            items.add(item.get("title"));
            return items;
        }

        @Get("/editors")
        @Secured("editor")
        List<String> editors() {
            return List.of("for editors only");
        }

        @Get("/news")
        @Secured(SecurityRule.IS_ANONYMOUS)
        List<String> news() {
            return List.of("news for everybody");
        }

        @Post("/control/end")
        @Secured(SecurityRule.IS_ANONYMOUS)
        HttpResponse<?> end() {
            sessions.forEach(Session::clear);
            return HttpResponse.noContent();
        }
    }
}
