//! Forms with files.

use tests::runtime::Multipart;

use super::notes::builder;
use super::server::{Reply, Server};

#[tokio::test]
async fn parts_keep_their_order_and_no_name_breaks_out() {
    let server = Server::start(|_| Reply::json(204, "")).await;
    let form = Multipart::new().text("note", "hello").file(
        "file\"\r\nX: 1",
        "a\"b.txt",
        "text/plain\r\nY: 2",
        "content",
    );
    let client = builder(&server).build().unwrap();
    client.upload_anything().body(&form).send().await.unwrap();
    let seen = &server.seen()[0];
    let boundary = seen
        .header("content-type")
        .unwrap()
        .strip_prefix("multipart/form-data; boundary=")
        .unwrap();
    let expected = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhello\r\n\
         --{boundary}\r\nContent-Disposition: form-data; name=\"file%22%0D%0AX: 1\"; filename=\"a%22b.txt\"\r\n\
         Content-Type: text/plainY: 2\r\n\r\ncontent\r\n--{boundary}--\r\n"
    );
    assert_eq!(seen.body, expected);
}
