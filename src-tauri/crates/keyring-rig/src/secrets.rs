//! What a keyring is told over the bus, by the Secret Service's own words and one of gnome-keyring's.
//!
//! The crate under test is not used for it: an error of its own would be on both sides of the test.

use zbus::blocking::{Connection, Proxy, connection, fdo::DBusProxy};
use zbus::names::BusName;
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};

use crate::daemon::PATIENCE;
use crate::rig_error::RigError;

const NAME: &str = "org.freedesktop.secrets";
const PATH: &str = "/org/freedesktop/secrets";
const SERVICE: &str = "org.freedesktop.Secret.Service";
const COLLECTION: &str = "org.freedesktop.Secret.Collection";
/// gnome-keyring unlocks without a prompt for whoever has the password, under this name.
const UNPROMPTED: &str = "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface";

/// A connection to the bus that a keyring is on.
#[derive(Debug)]
pub(crate) struct Secrets {
    connection: Connection,
}

impl Secrets {
    pub(crate) fn on(address: &str) -> Result<Self, RigError> {
        let connection = connection::Builder::address(address)?
            .method_timeout(PATIENCE)
            .build()?;
        Ok(Self { connection })
    }

    /// Whether this process is the one that answers.
    pub(crate) fn are_kept_by(&self, process: u32) -> Result<bool, RigError> {
        let bus = DBusProxy::new(&self.connection)?;
        let name = BusName::try_from(NAME).map_err(zbus::Error::from)?;
        // A name that nobody has is an error, and the usual state of things while a daemon starts.
        Ok(bus.get_connection_unix_process_id(name) == Ok(process))
    }

    pub(crate) fn has_default_collection(&self) -> Result<bool, RigError> {
        Ok(self.default_collection()?.as_str() != "/")
    }

    pub(crate) fn is_locked(&self) -> Result<bool, RigError> {
        let collection = self.default_collection()?;
        let collection = self.proxy(collection.as_str(), COLLECTION)?;
        Ok(collection.get_property("Locked")?)
    }

    pub(crate) fn count(&self) -> Result<usize, RigError> {
        let collection = self.default_collection()?;
        let collection = self.proxy(collection.as_str(), COLLECTION)?;
        let items: Vec<OwnedObjectPath> = collection.get_property("Items")?;
        Ok(items.len())
    }

    pub(crate) fn lock(&self) -> Result<(), RigError> {
        let collection = self.default_collection()?;
        let _: (Vec<OwnedObjectPath>, OwnedObjectPath) = self
            .proxy(PATH, SERVICE)?
            .call("Lock", &(vec![collection],))?;
        Ok(())
    }

    pub(crate) fn unlock(&self, password: &str) -> Result<(), RigError> {
        let collection = self.default_collection()?;
        let (_, session): (OwnedValue, OwnedObjectPath) = self
            .proxy(PATH, SERVICE)?
            .call("OpenSession", &("plain", Value::from("")))?;
        let password = (session, Vec::<u8>::new(), password.as_bytes(), "text/plain");
        let () = self
            .proxy(PATH, UNPROMPTED)?
            .call("UnlockWithMasterPassword", &(collection, password))?;
        Ok(())
    }

    fn default_collection(&self) -> Result<OwnedObjectPath, RigError> {
        Ok(self
            .proxy(PATH, SERVICE)?
            .call("ReadAlias", &("default",))?)
    }

    fn proxy<'a>(&self, path: &'a str, interface: &'a str) -> Result<Proxy<'a>, RigError> {
        Ok(Proxy::new(&self.connection, NAME, path, interface)?)
    }
}
