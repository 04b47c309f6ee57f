//! Every grant with every way of client authentication, and with what can go wrong, against an authorization server that
//! others wrote. Arguments: its URL, and the file for the results.

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use api_oauth::{
    AuthorizationCode, Client, ClientAuthentication, ClientBuilder, Error, Token, TokenStore, Url,
};
use futures_util::StreamExt;
use futures_util::stream;
use secrecy::ExposeSecret;
use serde_json::json;

const SECRET: &str = "a secret & more+";
const CALLBACK: &str = "http://127.0.0.1/back";

#[derive(Clone, Copy, PartialEq)]
enum Grant {
    ClientCredentials,
    AuthorizationCode,
    RefreshToken,
    DeviceCode,
    Password,
}

#[derive(Clone, Copy, PartialEq)]
enum Case {
    /// Nothing goes wrong: one token serves two calls.
    Success,
    /// The token expires between two calls.
    Expired,
    /// The server ends the token between two calls.
    Revoked,
    /// The secret is wrong, or the application is unknown where it has none.
    WrongClient,
    /// The application says who it is in another way than it is registered with.
    WrongMethod,
    /// A scope that the application may not have.
    WrongScope,
    /// What stands for the user is wrong: the code, the refresh token, the password; the user of a device says no.
    WrongGrant,
    /// The same, where the user says no in the browser, or does nothing on the device.
    NoConsent,
    /// The code is exchanged again by another client.
    Twice,
}

const GRANTS: [(&str, Grant); 5] = [
    ("client_credentials", Grant::ClientCredentials),
    ("authorization_code", Grant::AuthorizationCode),
    ("refresh_token", Grant::RefreshToken),
    ("device_code", Grant::DeviceCode),
    ("password", Grant::Password),
];
const METHODS: [(&str, ClientAuthentication); 3] = [
    (
        "client_secret_basic",
        ClientAuthentication::ClientSecretBasic,
    ),
    ("client_secret_post", ClientAuthentication::ClientSecretPost),
    ("none", ClientAuthentication::None),
];
const CASES: [(&str, Case); 9] = [
    ("success", Case::Success),
    ("expired", Case::Expired),
    ("revoked", Case::Revoked),
    ("wrong_client", Case::WrongClient),
    ("wrong_method", Case::WrongMethod),
    ("wrong_scope", Case::WrongScope),
    ("wrong_grant", Case::WrongGrant),
    ("no_consent", Case::NoConsent),
    ("twice", Case::Twice),
];

/// Why a cell of the matrix says nothing.
fn not_applicable(grant: Grant, method: &str, case: Case) -> Option<&'static str> {
    let public = method == "none";
    match (grant, case) {
        (Grant::ClientCredentials, Case::Success) => None,
        (Grant::ClientCredentials, _) if public => {
            Some("an application without a secret has no credentials to give")
        }
        (_, Case::WrongMethod) if !public => {
            Some("the server takes `client_secret_basic` and `client_secret_post` for each other")
        }
        (Grant::ClientCredentials, Case::WrongGrant) => Some("the grant has no user"),
        (Grant::RefreshToken, Case::WrongScope) => Some("a refresh asks for no scope"),
        (Grant::AuthorizationCode | Grant::DeviceCode, Case::NoConsent) => None,
        (_, Case::NoConsent) => Some("nobody is asked"),
        (Grant::AuthorizationCode, Case::Twice) => None,
        (_, Case::Twice) => Some("only codes are for one use"),
        _ => None,
    }
}

/// Counts tokens, and keeps the last.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<Token>>>);

impl Kept {
    fn all(&self) -> Vec<Token> {
        self.0.lock().unwrap().clone()
    }
}

impl TokenStore for Kept {
    fn load<'a>(&'a self, _: &'a str) -> Pin<Box<dyn Future<Output = Option<Token>> + Send + 'a>> {
        Box::pin(async { None })
    }

    fn save<'a>(
        &'a self,
        _: &'a str,
        token: &'a Token,
    ) -> Pin<Box<dyn Future<Output = ()> + Send + 'a>> {
        self.0.lock().unwrap().push(token.clone());
        Box::pin(async {})
    }
}

/// One cell of the matrix.
struct Cell<'a> {
    url: &'a str,
    grant: Grant,
    method: &'a str,
    authentication: ClientAuthentication,
    case: Case,
    kept: Kept,
}

type Outcome<T> = Result<T, String>;

fn shown(error: impl std::fmt::Display) -> String {
    error.to_string()
}

impl Cell<'_> {
    fn id(&self) -> &str {
        match (self.case, self.method) {
            (Case::WrongClient, "none") => "nobody",
            (_, method) => method,
        }
    }

    fn secret(&self) -> &'static str {
        match (self.method, self.case) {
            ("none", Case::WrongMethod) => "a secret of nobody",
            ("none", _) => "",
            (_, Case::WrongClient) => "another secret",
            _ => SECRET,
        }
    }

    fn scopes(&self) -> &'static [&'static str] {
        match self.case {
            Case::Expired => &["read", "short"],
            Case::WrongScope => &["read", "forbidden"],
            _ => &["read"],
        }
    }

    /// A client whose settings are those of the cell, but for its grant.
    fn builder(&self) -> ClientBuilder {
        let method = match (self.case, self.authentication) {
            (Case::WrongMethod, ClientAuthentication::ClientSecretBasic) => {
                ClientAuthentication::ClientSecretPost
            }
            (Case::WrongMethod, _) => ClientAuthentication::ClientSecretBasic,
            (_, method) => method,
        };
        let builder = Client::builder()
            .base_url(self.url)
            .token_store(self.kept.clone());
        let builder = match self.grant {
            Grant::ClientCredentials => builder.client_authentication(method),
            Grant::AuthorizationCode | Grant::RefreshToken => {
                builder.client_authentication_code(method)
            }
            Grant::DeviceCode => builder.client_authentication_device(method),
            Grant::Password => builder.client_authentication_user(method),
        };
        match self.grant {
            Grant::ClientCredentials => builder.scopes(self.scopes().iter().copied()),
            Grant::AuthorizationCode | Grant::RefreshToken => {
                builder.scopes_code(self.scopes().iter().copied())
            }
            Grant::DeviceCode => builder.scopes_device(self.scopes().iter().copied()),
            Grant::Password => builder.scopes_user(self.scopes().iter().copied()),
        }
    }

    /// What a browser brings back from a sign-in of the application as it is registered.
    async fn sign_in(&self, says: &str) -> Result<AuthorizationCode, Error> {
        let authorization = self.builder().authorization(self.method, CALLBACK)?;
        let authorization = authorization.parameter("ui_locales", says);
        let back = browse(authorization.url()).await;
        authorization.code(&back)
    }

    /// A client with the credential of the cell.
    async fn client(&self) -> Result<Client, Error> {
        let (id, secret, builder) = (self.id(), self.secret(), self.builder());
        let wrong = self.case == Case::WrongGrant;
        match self.grant {
            Grant::ClientCredentials => builder.client_credentials(id, secret),
            Grant::AuthorizationCode => {
                let says = if self.case == Case::NoConsent {
                    "no"
                } else {
                    "yes"
                };
                let code = match wrong {
                    true => AuthorizationCode::new("no-code", CALLBACK, "v".repeat(43)),
                    false => self.sign_in(says).await?,
                };
                builder.authorization_code(id, secret, code)
            }
            Grant::RefreshToken => {
                let token = match wrong {
                    true => "no-token".to_owned(),
                    false => self.refresh_token().await?,
                };
                builder.refresh_token(id, secret, token)
            }
            Grant::DeviceCode => {
                let (url, case) = (self.url.to_owned(), self.case);
                builder.device_code(id, secret, move |prompt| {
                    let says = if wrong { "no" } else { "yes" };
                    let code = &prompt.user_code;
                    let page = format!("{url}/admin/device?user_code={code}&says={says}");
                    if case != Case::NoConsent {
                        tokio::spawn(async move { reqwest::get(page).await.map(|_| ()) });
                    }
                })
            }
            Grant::Password => {
                let password = if wrong { "hate" } else { "l&ve" };
                builder.password_grant(id, secret, "ada", password)
            }
        }
        .build()
    }

    /// The refresh token of a sign-in in which nothing goes wrong.
    async fn refresh_token(&self) -> Result<String, Error> {
        let first = Cell {
            grant: Grant::AuthorizationCode,
            case: match self.case {
                Case::Expired => Case::Expired,
                _ => Case::Success,
            },
            kept: Kept::default(),
            ..*self
        };
        let client = Box::pin(first.client()).await?;
        client.get_code().send().await?;
        let token = first.kept.all().pop().and_then(|token| token.refresh_token);
        Ok(token
            .map(|token| token.expose_secret().to_owned())
            .unwrap_or_default())
    }

    async fn call(&self, client: &Client) -> Result<(), Error> {
        match self.grant {
            Grant::ClientCredentials => client.get_app().send().await.map(|_| ()),
            Grant::AuthorizationCode | Grant::RefreshToken => {
                client.get_code().send().await.map(|_| ())
            }
            Grant::DeviceCode => client.get_device().send().await.map(|_| ()),
            Grant::Password => client.get_user().send().await.map(|_| ()),
        }
    }

    async fn run(&self) -> Outcome<()> {
        match self.case {
            Case::Success | Case::Expired | Case::Revoked
                if (self.grant, self.method) != (Grant::ClientCredentials, "none") =>
            {
                self.succeed().await
            }
            Case::Twice => {
                let code = self.sign_in("yes").await.map_err(shown)?;
                let (id, secret) = (self.id(), self.secret());
                let first = self.builder().authorization_code(id, secret, code.clone());
                self.call(&first.build().map_err(shown)?)
                    .await
                    .map_err(shown)?;
                let second = self.builder().authorization_code(id, secret, code);
                let outcome = self.call(&second.build().map_err(shown)?).await;
                expect(outcome, "invalid_grant")
            }
            _ => {
                let outcome = match self.client().await {
                    Ok(client) => self.call(&client).await,
                    Err(error) => Err(error),
                };
                match (self.grant, self.case) {
                    // RFC 6749 names `unauthorized_client`; this server says so in other words.
                    (Grant::ClientCredentials, Case::Success) => expect(outcome, "invalid_request"),
                    (_, Case::WrongClient | Case::WrongMethod) => expect(outcome, "invalid_client"),
                    (_, Case::WrongScope) => expect(outcome, "invalid_scope"),
                    (Grant::DeviceCode, Case::NoConsent) => match outcome {
                        Err(error) if error.to_string().contains("in time") => Ok(()),
                        outcome => expect(outcome, "expired_token"),
                    },
                    (Grant::DeviceCode, _) | (_, Case::NoConsent) => {
                        expect(outcome, "access_denied")
                    }
                    _ => expect(outcome, "invalid_grant"),
                }
            }
        }
    }

    /// Two calls succeed, with one token, or with two where something happens to the first in between.
    async fn succeed(&self) -> Outcome<()> {
        let client = self.client().await.map_err(shown)?;
        self.call(&client).await.map_err(shown)?;
        let first = self.kept.all();
        let [first] = first.as_slice() else {
            return Err(format!("{} tokens for the first call", first.len()));
        };
        match self.case {
            Case::Expired => tokio::time::sleep(Duration::from_secs(6)).await,
            Case::Revoked => {
                let http = reqwest::Client::new();
                let request = http.get(format!("{}/admin/revoke", self.url));
                let request = request.bearer_auth(first.access_token.expose_secret());
                let answer = request.send().await.map_err(shown)?;
                answer.error_for_status().map_err(shown)?;
            }
            _ => {}
        }
        self.call(&client).await.map_err(shown)?;
        let (found, wanted) = (
            self.kept.all().len(),
            1 + usize::from(self.case != Case::Success),
        );
        match found == wanted {
            true => Ok(()),
            false => Err(format!("{found} tokens for two calls, not {wanted}")),
        }
    }
}

/// The call has to fail with this error of RFC 6749 or RFC 8628.
fn expect(outcome: Result<(), Error>, wanted: &str) -> Outcome<()> {
    match outcome {
        Ok(()) => Err(format!("the call succeeded; {wanted} was expected")),
        Err(error) => match error.token_error() {
            Some(said) if said.error == wanted => Ok(()),
            Some(said) => Err(format!("the server says {said}; {wanted} was expected")),
            None => Err(format!("no typed error, {wanted} was expected: {error}")),
        },
    }
}

/// Goes where the server leads a browser, until it leads back to the application.
async fn browse(url: &Url) -> String {
    let policy = reqwest::redirect::Policy::none();
    let browser = reqwest::Client::builder()
        .cookie_store(true)
        .redirect(policy);
    let browser = browser.build().expect("a browser");
    let mut url = url.clone();
    for _ in 0..10 {
        let Ok(answer) = browser.get(url.clone()).send().await else {
            break;
        };
        let location = answer.headers().get("location");
        let Some(location) = location.and_then(|location| location.to_str().ok()) else {
            break;
        };
        if location.starts_with(CALLBACK) {
            return location.to_owned();
        }
        match url.join(location) {
            Ok(next) => url = next,
            Err(_) => break,
        }
    }
    format!("{CALLBACK}?error=no_way_back")
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let (url, results) = (
        arguments.next().expect("a URL"),
        arguments.next().expect("a file"),
    );
    let mut cells = Vec::new();
    for (grant_name, grant) in GRANTS {
        for (method, authentication) in METHODS {
            for (case_name, case) in CASES {
                let name = format!("{grant_name}/{method}/{case_name}");
                let reason = not_applicable(grant, method, case);
                let url = url.as_str();
                cells.push(async move {
                    let cell = Cell {
                        url,
                        grant,
                        method,
                        authentication,
                        case,
                        kept: Kept::default(),
                    };
                    let failure = match reason {
                        Some(_) => None,
                        None => cell.run().await.err(),
                    };
                    json!({ "name": name, "not_applicable": reason, "failure": failure })
                });
            }
        }
    }
    // More at once would have tokens expire before they are used.
    let found: Vec<serde_json::Value> = stream::iter(cells).buffered(16).collect().await;
    std::fs::write(results, json!(found).to_string()).expect("a file that can be written");
}
