package interop;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.RememberMeAuthenticationToken;
import org.springframework.security.authentication.event.InteractiveAuthenticationSuccessEvent;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.security.web.authentication.rememberme.InMemoryTokenRepositoryImpl;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRequestAttributeHandler;
import org.springframework.security.web.csrf.CsrfTokenRequestHandler;
import org.springframework.security.web.csrf.XorCsrfTokenRequestAttributeHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Spring Security for an app of one page, as its reference sets it up: the CSRF token in a cookie, 401 where the defaults lead to
 * a login page, and a remember-me cookie that is kept here and changes with each use.
 */
@SpringBootApplication
@RestController
public class Server implements HttpSessionListener {
  private final List<String> items = new CopyOnWriteArrayList<>(List.of("first item", "second item"));
  private final Set<HttpSession> sessions = ConcurrentHashMap.newKeySet();
  private final AtomicInteger refreshes = new AtomicInteger();
  private final InMemoryTokenRepositoryImpl remembered = new InMemoryTokenRepositoryImpl();
  private final InMemoryUserDetailsManager people = new InMemoryUserDetailsManager();

  public static void main(String[] arguments) {
    SpringApplication.run(Server.class, arguments);
  }

  @Bean
  SecurityFilterChain security(HttpSecurity http) throws Exception {
    return http
        .authorizeHttpRequests(ask -> ask
            .requestMatchers("/control/**", "/public").permitAll()
            .requestMatchers("/admin").hasRole("ADMIN")
            .anyRequest().authenticated())
        .formLogin(form -> form
            .successHandler((request, answer, who) -> answer.setStatus(204))
            .failureHandler((request, answer, why) -> answer.setStatus(401)))
        .logout(logout -> logout.logoutSuccessHandler((request, answer, who) -> answer.setStatus(204)))
        .exceptionHandling(refuse -> refuse.authenticationEntryPoint(new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED)))
        .rememberMe(remember -> remember
            .key("interop")
            .alwaysRemember(true)
            .tokenValiditySeconds(60)
            .tokenRepository(remembered)
            .userDetailsService(people))
        .csrf(csrf -> csrf
            .ignoringRequestMatchers("/control/**")
            .csrfTokenRepository(CookieCsrfTokenRepository.withHttpOnlyFalse())
            .csrfTokenRequestHandler(new PlainInHeader()))
        .build();
  }

  @Bean
  InMemoryUserDetailsManager people() {
    people.createUser(User.withUsername("ann").password("{noop}ann-pw-1").roles("ADMIN", "USER").build());
    people.createUser(User.withUsername("bob").password("{noop}bob-pw-1").roles("USER").build());
    return people;
  }

  /** Boot's own setting is rounded up to minutes. */
  @Override
  public void sessionCreated(HttpSessionEvent event) {
    event.getSession().setMaxInactiveInterval(3);
    sessions.add(event.getSession());
  }

  @Override
  public void sessionDestroyed(HttpSessionEvent event) {
    sessions.remove(event.getSession());
  }

  @EventListener
  void signedIn(InteractiveAuthenticationSuccessEvent event) {
    if (event.getAuthentication() instanceof RememberMeAuthenticationToken) {
      refreshes.incrementAndGet();
    }
  }

  @GetMapping("/control/refreshes")
  String refreshes() {
    return refreshes.toString();
  }

  @PostMapping("/control/end")
  void end() {
    remembered.removeUserTokens("ann");
    remembered.removeUserTokens("bob");
    new ArrayList<>(sessions).forEach(HttpSession::invalidate);
  }

  @GetMapping("/public")
  List<String> forEverybody() {
    return List.of("for everybody");
  }

  @GetMapping("/me")
  Map<String, ?> me(Authentication who) {
    return Map.of("name", who.getName(), "authorities", who.getAuthorities());
  }

  @GetMapping("/items")
  List<String> items() {
    return items;
  }

  @PostMapping("/items")
  Map<String, String> add(@RequestBody Map<String, String> item) {
    items.add(item.get("title"));
    return item;
  }

  @GetMapping("/admin")
  List<String> admin() {
    return List.of("ann", "bob");
  }

  /** What the reference gives: the cookie's plain value in the header, and the cookie made by any answer. */
  private static final class PlainInHeader implements CsrfTokenRequestHandler {
    private final CsrfTokenRequestHandler plain = new CsrfTokenRequestAttributeHandler();
    private final CsrfTokenRequestHandler masked = new XorCsrfTokenRequestAttributeHandler();

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse answer, Supplier<CsrfToken> token) {
      masked.handle(request, answer, token);
      token.get();
    }

    @Override
    public String resolveCsrfTokenValue(HttpServletRequest request, CsrfToken token) {
      String header = request.getHeader(token.getHeaderName());
      return (header == null || header.isEmpty() ? masked : plain).resolveCsrfTokenValue(request, token);
    }
  }
}
