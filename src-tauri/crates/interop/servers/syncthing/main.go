// Syncthing itself, built from its module and started as a child. Its sessions live for a week, and nothing makes that
// shorter: what stands before it hands everything through, and signs each session out after some seconds, as its person could.
package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

const lifetime = 5 * time.Second

var (
	mutex    sync.Mutex
	sessions = map[string]bool{} // cookies, as they are sent
)

func run(name string, arguments ...string) *exec.Cmd {
	command := exec.Command(name, arguments...)
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	command.Env = append(os.Environ(), "STNODEFAULTFOLDER=1", "STNOUPGRADE=1")
	return command
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

// The same device at each start: its identification is in the names of its cookies.
func identity(data string) {
	key := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1),
		Subject:      pkix.Name{CommonName: "syncthing"},
		NotBefore:    time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
		NotAfter:     time.Date(2049, 1, 1, 0, 0, 0, 0, time.UTC),
		DNSNames:     []string{"syncthing"},
	}
	certificate, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	must(err)
	private, err := x509.MarshalPKCS8PrivateKey(key)
	must(err)
	for name, block := range map[string]*pem.Block{
		"cert.pem": {Type: "CERTIFICATE", Bytes: certificate},
		"key.pem":  {Type: "PRIVATE KEY", Bytes: private},
	} {
		must(os.WriteFile(filepath.Join(data, name), pem.EncodeToMemory(block), 0o600))
	}
}

func freeAddress() string {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(err)
	defer listener.Close()
	return listener.Addr().String()
}

func main() {
	here, data, listen, inside := os.Args[1], os.Args[2], "127.0.0.1:"+os.Args[3], freeAddress()
	program := filepath.Join(here, "syncthing")
	build := run("go", "build", "-tags", "noassets", "-o", program, "github.com/syncthing/syncthing/cmd/syncthing")
	build.Dir = here
	must(build.Run())
	module := run("go", "list", "-m", "-f", "{{.Dir}}", "github.com/syncthing/syncthing")
	module.Dir, module.Stdout = here, nil
	folder, err := module.Output()
	must(err)
	// Its pages as they lie in the module: a build of its own would have packed them into the program.
	must(os.Setenv("STGUIASSETS", filepath.Join(strings.TrimSpace(string(folder)), "gui")))

	identity(data)
	must(run(program, "generate", "--home", data, "--gui-user=ann", "--gui-password=ann-pw-1", "--skip-port-probing", "--no-default-folder").Run())

	// Nothing but its pages: no discovery, no relays, no port for other devices.
	file := filepath.Join(data, "config.xml")
	text, err := os.ReadFile(file)
	must(err)
	config := strings.NewReplacer(
		"<listenAddress>default<", "<listenAddress>tcp://127.0.0.1:0<",
		"<globalAnnounceEnabled>true", "<globalAnnounceEnabled>false",
		"<localAnnounceEnabled>true", "<localAnnounceEnabled>false",
		"<relaysEnabled>true", "<relaysEnabled>false",
		"<natEnabled>true", "<natEnabled>false",
		"<crashReportingEnabled>true", "<crashReportingEnabled>false",
		"<urAccepted>0", "<urAccepted>-1",
	).Replace(string(text))
	must(os.WriteFile(file, []byte(config), 0o600))
	child := run(program, "serve", "--home", data, "--no-browser", "--no-restart", "--gui-address=http://"+inside)
	must(child.Start())
	go func() { log.Fatal(child.Wait()) }()

	target := &url.URL{Scheme: "http", Host: inside}
	proxy := httputil.NewSingleHostReverseProxy(target)
	proxy.ModifyResponse = func(answer *http.Response) error {
		for _, cookie := range answer.Cookies() {
			if strings.HasPrefix(cookie.Name, "sessionid-") && cookie.Value != "" {
				session := cookie.Name + "=" + cookie.Value
				mutex.Lock()
				sessions[session] = true
				mutex.Unlock()
				time.AfterFunc(lifetime, func() { end(target, session) })
			}
		}
		return nil
	}
	http.Handle("/", proxy)
	http.HandleFunc("POST /control/end", func(answer http.ResponseWriter, _ *http.Request) {
		mutex.Lock()
		all := sessions
		sessions = map[string]bool{}
		mutex.Unlock()
		for session := range all {
			end(target, session)
		}
	})
	must(http.ListenAndServe(listen, nil))
}

func end(target *url.URL, session string) {
	request, err := http.NewRequest("POST", target.String()+"/rest/noauth/auth/logout", nil)
	must(err)
	request.Header.Set("Cookie", session)
	if answer, err := http.DefaultClient.Do(request); err == nil {
		answer.Body.Close()
	}
}
