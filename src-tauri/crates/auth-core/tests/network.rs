//! The real network against servers and proxies that answer whatever they are told to, over real sockets and
//! real TLS.

mod network {
    mod certificates;
    mod costs;
    mod encodings;
    mod hops;
    mod http2;
    mod kept;
    mod loopback;
    mod proxies;
    mod proxy;
    mod server;
    mod tls;
}
