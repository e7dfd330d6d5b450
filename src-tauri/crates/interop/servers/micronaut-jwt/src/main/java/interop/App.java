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
import io.micronaut.security.errors.IssuingAnAccessTokenErrorCode;
import io.micronaut.security.errors.OauthErrorResponseException;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.security.token.event.RefreshTokenGeneratedEvent;
import io.micronaut.security.token.refresh.RefreshTokenPersistence;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** Micronaut with its tokens: a JWT of seconds, and a refresh token that is good until it is revoked. */
public class App {
    public static void main(String[] args) {
        Micronaut.build(args)
                .mainClass(App.class)
                .properties(Map.of(
                        "micronaut.server.port", args[0],
                        "micronaut.security.token.jwt.signatures.secret.generator.secret", secret(),
                        "micronaut.security.token.jwt.generator.refresh-token.secret", secret()))
                .start();
    }

    private static String secret() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static List<String> roles(String name) {
        return name.equals("ann") ? List.of("editor") : List.of();
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
            return AuthenticationResponse.success(name, roles(name));
        }
    }

    /** As the framework's guide has it: a token that was revoked, or that nobody knows, is an invalid grant. */
    @Singleton
    static class Tokens implements RefreshTokenPersistence {
        final Map<String, String> names = new ConcurrentHashMap<>();
        final Set<String> revoked = ConcurrentHashMap.newKeySet();
        final AtomicInteger refreshes = new AtomicInteger();

        @Override
        public void persistToken(RefreshTokenGeneratedEvent event) {
            names.put(event.getRefreshToken(), event.getAuthentication().getName());
        }

        @Override
        public Publisher<Authentication> getAuthentication(String token) {
            return Mono.fromCallable(() -> {
                String name = names.get(token);
                if (name == null) {
                    throw refused("refresh token not found");
                }
                if (revoked.contains(token)) {
                    throw refused("refresh token revoked");
                }
                refreshes.incrementAndGet();
                return Authentication.build(name, roles(name));
            });
        }

        private static OauthErrorResponseException refused(String why) {
            return new OauthErrorResponseException(IssuingAnAccessTokenErrorCode.INVALID_GRANT, why, null);
        }
    }

    @Controller
    @Secured(SecurityRule.IS_AUTHENTICATED)
    static class Pages {
        private final List<String> items = new CopyOnWriteArrayList<>(List.of("first item", "second item"));
        private final Tokens tokens;

        Pages(Tokens tokens) {
            this.tokens = tokens;
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
            tokens.revoked.addAll(tokens.names.keySet());
            return HttpResponse.noContent();
        }

        @Get("/control/refreshes")
        @Secured(SecurityRule.IS_ANONYMOUS)
        @Produces(MediaType.TEXT_PLAIN)
        String refreshes() {
            return Integer.toString(tokens.refreshes.get());
        }
    }
}
