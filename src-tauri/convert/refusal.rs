//! What a refusal means: the server's words to the person, or the groaning of what is behind it. Pure: the rows are its
//! tests.

use auth_core::Words;

/// Longer than this nobody speaks to a person, in characters.
const LONGEST_WORDS: usize = 160;

/// What stands in what programs say to each other: names of errors of systems, data bases and libraries, and of the
/// places in code where they happened. In lower case.
const OF_PROGRAMS: &[&str] = &[
    // Systems and their networks.
    "connection refused",
    "connect timed out",
    "getaddrinfo",
    "socket hang up",
    "no route to host",
    // Data bases and what speaks to them.
    "sql syntax",
    "syntax error",
    "select * ",
    "insert into",
    "duplicate entry",
    "duplicate key",
    "constraint fail",
    "constraint [",
    "jdbc",
    "jpa ",
    "hibernate",
    "hikari",
    "mongo",
    "sequelize",
    "prisma",
    "postgres",
    "mysql",
    "mariadb",
    "sqlite",
    "database is",
    "database error",
    // Code.
    "exception:",
    "exception is",
    "traceback (",
    "stack trace",
    "null pointer",
    "of undefined",
    "is not a function",
    "cannot read propert",
    "cannot invoke",
    "segmentation fault",
    "panicked at",
    "org.springframework",
    "node_modules",
    "internal server error",
    // Spring's door-keeper, of whatever went wrong inside, and to somebody who is just showing who they are.
    "full authentication is required",
];

/// How the codes of such errors begin.
const CODES: &[&str] = &[
    "econn",
    "etimedout",
    "enotfound",
    "ehostunreach",
    "enetunreach",
    "epipe",
    "eai_",
    "enoent",
    "eacces",
    "errno",
    "er_",
    "e11000",
    "sqlstate",
    "ora-",
];

/// What a refusal of a request means to whoever reads it.
///
/// | answered | then |
/// | --- | --- |
/// | 5xx, whatever it says | the server failed |
/// | anything else, in words that programs say to each other | the server failed |
/// | anything else | the server refuses, in its own words |
pub(crate) fn of(status: u16, message: Option<Words>) -> ipc::Error {
    match message.map(Words::into_string) {
        Some(said) if status >= 500 || !is_for_a_person(&said) => ipc::Error::ServerFailed {
            status,
            said: Some(said),
        },
        message => ipc::Error::Refused { status, message },
    }
}

/// The same of a server that will not have it for now. The words of a dialect are for people.
pub(super) fn for_now(status: u16, message: Option<Words>) -> ipc::Error {
    match message.map(Words::into_string) {
        Some(said) if !is_for_a_person(&said) => ipc::Error::ServerFailed {
            status,
            said: Some(said),
        },
        message => ipc::Error::NotNow { status, message },
    }
}

/// Whether a status says that the server cannot serve now, whoever says it in its place.
pub(super) fn is_busy(status: u16) -> bool {
    matches!(status, 408 | 425 | 429 | 500..)
}

fn is_for_a_person(words: &str) -> bool {
    let small = words.to_lowercase();
    words.chars().count() <= LONGEST_WORDS
        && !OF_PROGRAMS.iter().any(|name| small.contains(name))
        && !small
            .split(|c: char| c.is_whitespace() || "(),;\"'[]".contains(c))
            .any(is_of_a_program)
}

/// A code, a class, or a place: `ECONNREFUSED`, `JDBCException`, `127.0.0.1:27017`, `app.js:12`.
fn is_of_a_program(word: &str) -> bool {
    let is_a_place = |(place, line): (&str, &str)| {
        (place.contains('.') || place.is_empty())
            && line.starts_with(|c: char| c.is_ascii_digit() || c == ':')
    };
    CODES.iter().any(|code| word.starts_with(code))
        || word
            .strip_suffix("exception")
            .is_some_and(|class| !class.is_empty())
        || word
            .strip_suffix("error")
            .is_some_and(|class| !class.is_empty())
        || word.split_once(':').is_some_and(is_a_place)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FOR_A_PERSON: &[(u16, &str)] = &[
        (401, "Invalid Password!"),
        (404, "User Not found."),
        (401, "Bad credentials"),
        (400, "Failed! Username is already in use!"),
        (400, "Error: Email is already in use!"),
        (400, "Failed! Role does not exist = root"),
        (403, "No token provided!"),
        (401, "Unauthorized! Access Token was expired!"),
        (429, "Too many requests, please try again later."),
        (403, "Your account is locked until 12:30."),
        (403, "Write to help@example.org: we open at 9."),
        (400, "Das Passwort ist zu kurz."),
        (400, "user_name is required; the rest may stay empty."),
        (403, "Refresh token is not in database!"),
        (403, "Nobody gets in, with the exception of admins."),
        (400, "Error: an error occurred."),
    ];

    const OF_THE_SERVER: &[(u16, &str)] = &[
        (500, "connect ECONNREFUSED 127.0.0.1:27017"),
        (400, "connect ECONNREFUSED ::1:3306"),
        (
            401,
            "Could not open JPA EntityManager for transaction; nested exception is x",
        ),
        (401, "Could not open JPA EntityManager for transaction"),
        (400, "getaddrinfo ENOTFOUND db.internal"),
        (403, "SQLSTATE[HY000] [2002] No such file or directory"),
        (400, "Duplicate entry 'ann' for key 'users.username'"),
        (
            400,
            "E11000 duplicate key error collection: app.users index: email_1",
        ),
        (400, "Cannot read properties of null (reading 'id')"),
        (400, "users.map is not a function"),
        (400, "failed in app.js:12"),
        (
            401,
            "Full authentication is required to access this resource",
        ),
        (500, "The cellar is flooded."),
        (503, "Down for maintenance until six."),
        (400, "java.lang.NullPointerException: null"),
        (401, "Internal Server Error"),
        (400, "SequelizeConnectionRefusedError"),
        (
            400,
            "org.hibernate.exception.JDBCConnectionException, could not connect",
        ),
    ];

    #[test]
    fn words_for_a_person_are_shown_and_what_programs_say_is_folded() {
        for &(status, words) in FOR_A_PERSON {
            let message = Some(words.to_owned());
            assert_eq!(
                of(status, Some(words.into())),
                ipc::Error::Refused { status, message }
            );
        }
        for &(status, words) in OF_THE_SERVER {
            let said = Some(words.to_owned());
            assert_eq!(
                of(status, Some(words.into())),
                ipc::Error::ServerFailed { status, said }
            );
        }
        let long = "word ".repeat(60);
        assert!(matches!(
            of(400, Some((&*long.leak()).into())),
            ipc::Error::ServerFailed { .. }
        ));
    }

    #[test]
    fn a_server_that_will_not_have_it_now_says_so_in_words_for_people() {
        let (status, words) = (503, "Down for maintenance until six.");
        let message = Some(words.to_owned());
        assert_eq!(
            for_now(status, Some(words.into())),
            ipc::Error::NotNow { status, message }
        );
        let failed = for_now(401, Some("connect ECONNREFUSED 127.0.0.1:27017".into()));
        assert!(matches!(failed, ipc::Error::ServerFailed { .. }));
    }
}
