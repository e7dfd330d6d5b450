//! The port that the app's window opens, from the first moment on.
//!
//! Trunk opens its own port only when its first build is done. `tauri dev` gives up when nothing listens
//! for three minutes, which a first build with its tools can exceed, and a window that finds a closed
//! port shows an error and does not try again. So this listens at once: visitors are handed to Trunk when
//! it answers, and until then get a page that asks again every second and gives way to the real one.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use crate::failure::{Failure, Result};

/// The address in `tauri.conf.json`.
const DOOR: ([u8; 4], u16) = ([127, 0, 0, 1], 1420);
/// The address in `src-ui/Trunk.toml`.
const TRUNK: ([u8; 4], u16) = ([127, 0, 0, 1], 1421);
const PATIENCE: Duration = Duration::from_secs(2);

/// Carries the header `x-waiting`, by which the script in it tells this page from the real one.
const WAITING: &str = "HTTP/1.1 200 OK\r\n\
content-type: text/html; charset=utf-8\r\n\
cache-control: no-store\r\n\
x-waiting: 1\r\n\
connection: close\r\n\r\n\
<!doctype html><html lang=\"en\"><title>Latchkey</title>\
<meta name=\"color-scheme\" content=\"light dark\">\
<p style=\"font: 16px system-ui; margin: 20vh auto; text-align: center\">\
Building the window. It appears here by itself.</p>\
<script>setInterval(() => fetch('/', { cache: 'no-store' }).then(\
(answer) => answer.headers.has('x-waiting') || location.reload(), () => {}), 1000)</script></html>";

/// Opens the door; it stays open as long as this program runs.
pub(super) fn open() -> Result {
    open_at(DOOR.into(), TRUNK.into())
        .map(drop)
        .map_err(|error| {
            Failure::io(format_args!("opening port {}", DOOR.1), &error)
                .with_remedy("end the program that holds it, perhaps another `cargo xtask dev`")
        })
}

fn open_at(door: SocketAddr, trunk: SocketAddr) -> io::Result<SocketAddr> {
    let listener = TcpListener::bind(door)?;
    let door = listener.local_addr()?;
    thread::spawn(move || {
        for visitor in listener.incoming().flatten() {
            // A visitor who went away, or whom Trunk dropped, comes back by itself.
            thread::spawn(move || receive(visitor, trunk).is_ok());
        }
    });
    Ok(door)
}

fn receive(visitor: TcpStream, trunk: SocketAddr) -> io::Result<()> {
    match TcpStream::connect_timeout(&trunk, PATIENCE) {
        Ok(trunk) => hand_over(&visitor, &trunk),
        Err(_) => ask_to_wait(visitor),
    }
}

/// Passes bytes both ways, whatever they mean: pages and the socket of hot reload alike.
fn hand_over(visitor: &TcpStream, trunk: &TcpStream) -> io::Result<()> {
    let (mut asked, mut passed_on) = (visitor.try_clone()?, trunk.try_clone()?);
    thread::spawn(move || {
        io::copy(&mut asked, &mut passed_on)?;
        passed_on.shutdown(Shutdown::Write)
    });
    let answered = io::copy(&mut &*trunk, &mut &*visitor);
    // However the answer ended, the other direction would wait for the visitor's next word for ever.
    visitor.shutdown(Shutdown::Both)?;
    answered.map(drop)
}

fn ask_to_wait(mut visitor: TcpStream) -> io::Result<()> {
    visitor.set_read_timeout(Some(PATIENCE))?;
    visitor.set_write_timeout(Some(PATIENCE))?;
    // Whatever is asked for, the answer is the same; but a connection that is closed with unread input
    // is reset, and the answer lost.
    let mut request = [0; 8192];
    let _ = visitor.read(&mut request)?;
    visitor.write_all(WAITING.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANY: ([u8; 4], u16) = ([127, 0, 0, 1], 0);
    const REQUEST: &[u8; 18] = b"GET / HTTP/1.1\r\n\r\n";

    fn visit(door: SocketAddr) -> String {
        let mut visitor = TcpStream::connect(door).expect("someone listens");
        visitor.write_all(REQUEST).expect("it is read");
        let mut page = String::new();
        visitor.read_to_string(&mut page).expect("an answer");
        page
    }

    #[test]
    fn a_visitor_waits_until_trunk_is_there_and_is_then_handed_over() {
        let reserved = TcpListener::bind(SocketAddr::from(ANY)).expect("a free port");
        let trunk = reserved.local_addr().expect("it is bound");
        drop(reserved);
        let door = open_at(ANY.into(), trunk).expect("a free port");
        assert!(visit(door).contains("x-waiting: 1"));

        let trunk = TcpListener::bind(trunk).expect("the port is free again");
        let answering = thread::spawn(move || {
            let (mut visitor, _) = trunk.accept().expect("a visitor");
            let mut request = [0; REQUEST.len()];
            visitor
                .read_exact(&mut request)
                .expect("the request is passed on");
            visitor.write_all(b"the real page").expect("it is read");
            request
        });
        assert_eq!(visit(door), "the real page");
        assert_eq!(&answering.join().expect("it answers"), REQUEST);
    }
}
