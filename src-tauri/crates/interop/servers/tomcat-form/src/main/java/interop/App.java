package interop;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.File;
import java.io.IOException;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.catalina.Context;
import org.apache.catalina.Session;
import org.apache.catalina.authenticator.FormAuthenticator;
import org.apache.catalina.realm.GenericPrincipal;
import org.apache.catalina.realm.RealmBase;
import org.apache.catalina.session.StandardManager;
import org.apache.catalina.session.StandardSession;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.LoginConfig;
import org.apache.tomcat.util.descriptor.web.SecurityCollection;
import org.apache.tomcat.util.descriptor.web.SecurityConstraint;

/** FORM login as the Servlet specification has it, in an embedded Tomcat: the container itself answers `j_security_check`. */
public class App {
    private static final int LIFETIME_SECONDS = 4;
    private static final List<String> ITEMS = new CopyOnWriteArrayList<>(List.of("first item", "second item"));

    interface Answer {
        void to(HttpServletRequest request, HttpServletResponse answer) throws Exception;
    }

    public static void main(String[] args) throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(args[1]);
        tomcat.setHostname("127.0.0.1");
        tomcat.setPort(Integer.parseInt(args[0]));
        tomcat.getConnector().setProperty("address", "127.0.0.1");

        Context context = tomcat.addContext("", new File(args[1]).getAbsolutePath());
        context.setRealm(new People());
        context.setLoginConfig(new LoginConfig("FORM", null, "/login", "/login-error"));
        context.addSecurityRole("user");
        context.addSecurityRole("editor");
        protect(context, "user", "/me", "/items");
        protect(context, "editor", "/editors");
        context.getPipeline().addValve(new FormAuthenticator());
        // A session of the container lives in minutes; one of an app may live in seconds.
        context.setManager(new StandardManager() {
            {
                setPathname(null);
            }

            @Override
            protected StandardSession getNewSession() {
                return new StandardSession(this) {
                    @Override
                    public void setMaxInactiveInterval(int seconds) {
                        super.setMaxInactiveInterval(LIFETIME_SECONDS);
                    }
                };
            }
        });

        page(context, "/login", (request, answer) -> html(answer, "Log in", "<form method=\"post\" "
                + "action=\"j_security_check\"><input name=\"j_username\"><input name=\"j_password\" type=\"password\">"
                + "<button>Log in</button></form>"));
        page(context, "/login-error", (request, answer) ->
                html(answer, "Log in", "<p>Wrong name or password.</p><a href=\"/items\">Again</a>"));
        page(context, "/me", (request, answer) -> json(answer,
                "{\"name\":\"" + request.getUserPrincipal().getName() + "\",\"editor\":" + request.isUserInRole("editor")
                        + "}"));
        page(context, "/items", (request, answer) -> {
            if (request.getMethod().equals("POST")) {
                ITEMS.add(request.getParameter("title") == null ? "new" : "another");
                answer.sendRedirect("/items");
            } else {
                html(answer, "Items", "<ul><li>" + String.join("<li>", ITEMS) + "</ul>");
            }
        });
        page(context, "/editors", (request, answer) -> html(answer, "Editors", "for editors only"));
        page(context, "/news", (request, answer) -> html(answer, "News", "news for everybody"));
        page(context, "/logout", (request, answer) -> {
            request.logout();
            if (request.getSession(false) != null) {
                request.getSession().invalidate();
            }
            answer.sendRedirect("/news");
        });
        page(context, "/control/end", (request, answer) -> {
            for (Session session : context.getManager().findSessions()) {
                session.expire();
            }
            answer.setStatus(204);
        });

        tomcat.start();
        tomcat.getServer().await();
    }

    private static void protect(Context context, String role, String... paths) {
        SecurityConstraint constraint = new SecurityConstraint();
        constraint.addAuthRole(role);
        SecurityCollection collection = new SecurityCollection();
        for (String path : paths) {
            collection.addPattern(path);
        }
        constraint.addCollection(collection);
        context.addConstraint(constraint);
    }

    private static void page(Context context, String path, Answer page) {
        Tomcat.addServlet(context, path, new HttpServlet() {
            @Override
            protected void service(HttpServletRequest request, HttpServletResponse answer) throws IOException {
                try {
                    page.to(request, answer);
                } catch (IOException | RuntimeException error) {
                    throw error;
                } catch (Exception error) {
                    throw new IOException(error);
                }
            }
        });
        context.addServletMappingDecoded(path, path);
    }

    private static void html(HttpServletResponse answer, String title, String body) throws IOException {
        answer.setContentType("text/html;charset=utf-8");
        answer.getWriter().print("<!doctype html><title>" + title + "</title>" + body);
    }

    private static void json(HttpServletResponse answer, String body) throws IOException {
        answer.setContentType("application/json");
        answer.getWriter().print(body);
    }

    static class People extends RealmBase {
        private static final Map<String, String> PASSWORDS = Map.of("ann", "ann-pw-1", "bob", "bob-pw-1");

        @Override
        protected String getPassword(String name) {
            return PASSWORDS.get(name);
        }

        @Override
        protected Principal getPrincipal(String name) {
            return new GenericPrincipal(name, name.equals("ann") ? List.of("user", "editor") : List.of("user"));
        }
    }
}
