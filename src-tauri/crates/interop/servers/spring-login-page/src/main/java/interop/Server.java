package interop;

import static org.springframework.security.config.Customizer.withDefaults;

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
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.security.authentication.RememberMeAuthenticationToken;
import org.springframework.security.authentication.event.InteractiveAuthenticationSuccessEvent;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Spring Security as it comes: its login page, its CSRF token in the page, and a remember-me cookie that is its own proof. */
@SpringBootApplication
@RestController
public class Server implements HttpSessionListener {
  private final List<String> items = new CopyOnWriteArrayList<>(List.of("first item", "second item"));
  private final Set<HttpSession> sessions = ConcurrentHashMap.newKeySet();
  private final AtomicInteger refreshes = new AtomicInteger();
  private final PasswordEncoder encoder = new BCryptPasswordEncoder(4);
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
        .formLogin(withDefaults())
        .rememberMe(remember -> remember.key("interop").tokenValiditySeconds(60).userDetailsService(people))
        .csrf(csrf -> csrf.ignoringRequestMatchers("/control/**"))
        .build();
  }

  @Bean
  InMemoryUserDetailsManager people() {
    people.createUser(person("ann", "ADMIN", "USER").build());
    people.createUser(person("bob", "USER").build());
    return people;
  }

  @Bean
  PasswordEncoder encoder() {
    return encoder;
  }

  private User.UserBuilder person(String name, String... roles) {
    return User.withUsername(name).password(encoder.encode(name + "-pw-1")).roles(roles);
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

  /** The same passwords hashed anew: what was remembered was signed with the old hashes. */
  @PostMapping("/control/end")
  void end() {
    people.updateUser(person("ann", "ADMIN", "USER").build());
    people.updateUser(person("bob", "USER").build());
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
}
