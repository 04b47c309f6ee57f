//! What goes through a proxy that the environment names.

use std::env;
use std::process::Command;

use super::builder;
use super::server::Server;

const SERVER: &str = "SERVER_OF_THE_TEST";

/// The environment is read once per process, so that the call is made in another one.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_to_this_machine_goes_through_no_proxy() {
    let (server, proxy) = (Server::silent(204).await, Server::silent(204).await);
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", "wire::proxies::one_call", "--ignored"]);
    for name in ["http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"] {
        command.env(name, &proxy.url);
    }
    for name in ["NO_PROXY", "no_proxy", "REQUEST_METHOD"] {
        command.env_remove(name);
    }
    let output = command.env(SERVER, &server.url).output().unwrap();
    let seen = |server: &Server| server.seen().len();
    assert_eq!((seen(&server), seen(&proxy)), (1, 0), "{output:?}");

    // The proxy is there for other machines.
    let elsewhere = "http://192.0.2.1";
    command.env(SERVER, elsewhere).output().unwrap();
    assert_eq!((seen(&server), seen(&proxy)), (1, 1));
    assert!(proxy.last().target().starts_with(elsewhere));
}

#[tokio::test]
#[ignore = "a part of the other test"]
async fn one_call() {
    let url = env::var(SERVER).unwrap();
    let server = Server::silent(204).await;
    let client = builder(&server).base_url(url).allow_insecure_http(true);
    let _ = client.build().unwrap().ping().send().await;
}
