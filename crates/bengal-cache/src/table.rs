//! One typed table in one checked file.
//!
//! MessagePack does not notice damage: a flipped bit often makes another valid value, and bytes after the value are
//! accepted. So a header says what the payload is, how long, and what its BLAKE3 digest is; and a reader accepts
//! nothing but what a writer of the same table, schema and tool version makes.
//!
//! Values are stored by position (`rmp_serde`'s default). Thus a change of a type's fields or of their order is a new
//! schema number, `skip_serializing_if` must not be used, and bytes want `serde_bytes`.
//!
//! ```
//! use bengal_cache::table::{self, Table};
//!
//! const OUTPUTS: Table = Table { name: "outputs", schema: 1 };
//! let bytes = table::encode(&OUTPUTS, "bengal 0.1.0", &vec![("index.html", 7_u64)])?;
//! let outputs: Vec<(String, u64)> = table::decode(&OUTPUTS, "bengal 0.1.0", &bytes)?;
//! assert_eq!(outputs, [("index.html".to_owned(), 7)]);
//! assert!(table::decode::<Vec<(String, u64)>>(&OUTPUTS, "bengal 0.2.0", &bytes).is_err());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use crate::damage::Damage;
use bengal_core::fs::NewFile;
use bengal_core::{Digest, Digester};
use serde::{Deserialize, Serialize};
use std::io::{self, BufWriter, Write};

/// The first bytes of every table: not text, and changed by a transfer that changes line ends.
pub(crate) const MAGIC: [u8; 8] = *b"\x89BNGL\r\n\x1a";

const HEADER_BYTES_AT_MOST: u64 = MAGIC.len() as u64 + 2 * 256 + 4 + 8 + 32;

/// So many bytes of a payload are hashed at once.
const PAYLOAD_BUFFER: usize = 64 << 10;

/// Larger tables are neither written nor read.
pub const MAX_TABLE_BYTES: u64 = 2 << 30;

/// Values may be nested as deep as this.
const DEPTH: usize = 64;

/// How the names of tables' files end.
pub(crate) const EXTENSION: &str = ".mpk";

/// A kind of table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name, of at most 255 bytes; the file is called `<name>.mpk`.
    pub name: &'static str,
    /// The number of its layout.
    pub schema: u32,
}

impl Table {
    /// The name of its file.
    pub fn file_name(&self) -> String {
        format!("{}{EXTENSION}", self.name)
    }
}

/// Why a value cannot be stored.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EncodeError {
    /// The value's own `Serialize` failed.
    #[error("the value cannot be serialised: {0}")]
    Serialize(String),
    /// The table's or the tool's name is over 255 bytes.
    #[error("the name `{0}` is longer than 255 bytes")]
    NameTooLong(String),
    /// The table would have at least so many bytes, more than [`MAX_TABLE_BYTES`] with its header.
    #[error("the table has {0} bytes or more, and {MAX_TABLE_BYTES} are the limit")]
    TooLarge(u64),
}

/// The bytes of a table file. `tool` names the writer and its version.
///
/// # Errors
/// When the value does not serialise, a name is too long, or the table too large.
pub fn encode<T: Serialize + ?Sized>(table: &Table, tool: &str, value: &T) -> Result<Vec<u8>, EncodeError> {
    let mut bytes = io::Cursor::new(Vec::new());
    match write(table, tool, value, &mut bytes) {
        Ok(()) => Ok(bytes.into_inner()),
        Err(error) => Err(not_encoded(error).unwrap_or_else(|error| EncodeError::Serialize(error.to_string()))),
    }
}

/// Writes a table file. Memory holds no more of it than a buffer.
///
/// # Errors
/// Those of the file; and an [`EncodeError`], which [`not_encoded`] takes out.
pub(crate) fn write<T: Serialize + ?Sized>(
    table: &Table,
    tool: &str,
    value: &T,
    file: &mut dyn NewFile,
) -> io::Result<()> {
    // The header says what follows, which is known only afterwards.
    file.write_all(&header(table, tool, 0, Digest::from_bytes([0; 32])).map_err(io::Error::other)?)?;
    let payload = Payload { file, digester: Digester::default(), len: 0, failure: None };
    let mut payload = BufWriter::with_capacity(PAYLOAD_BUFFER, payload);
    let written = rmp_serde::encode::write(&mut payload, value)
        .map_err(|error| io::Error::other(EncodeError::Serialize(error.to_string())))
        .and_then(|()| payload.flush());
    if let Err(error) = written {
        return Err(payload.get_mut().failure.take().unwrap_or(error));
    }
    let Payload { file, digester, len, .. } = payload.into_inner().map_err(io::IntoInnerError::into_error)?;
    let header = header(table, tool, len, digester.digest()).map_err(io::Error::other)?;
    file.rewind()?;
    file.write_all(&header)
}

/// The reason why [`write`] failed, where it is the value and not the file.
pub(crate) fn not_encoded(error: io::Error) -> Result<EncodeError, io::Error> {
    error.downcast::<EncodeError>()
}

fn header(table: &Table, tool: &str, payload_len: u64, payload: Digest) -> Result<Vec<u8>, EncodeError> {
    let mut bytes = Vec::from(MAGIC);
    for name in [table.name, tool] {
        bytes.push(u8::try_from(name.len()).map_err(|_| EncodeError::NameTooLong(name.to_owned()))?);
        bytes.extend(name.as_bytes());
    }
    bytes.extend(table.schema.to_le_bytes());
    bytes.extend(payload_len.to_le_bytes());
    bytes.extend(payload.as_bytes());
    Ok(bytes)
}

/// What was serialised, on its way to the file.
struct Payload<'a> {
    file: &'a mut dyn NewFile,
    digester: Digester,
    len: u64,
    /// Why the file could not be written: the serialiser keeps it to itself.
    failure: Option<io::Error>,
}

impl Payload<'_> {
    fn fail(&mut self, error: io::Error) -> io::Error {
        let kind = error.kind();
        self.failure = Some(error);
        kind.into()
    }
}

impl Write for Payload<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = match self.file.write(bytes) {
            Ok(written) => written,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return Err(error),
            Err(error) => return Err(self.fail(error)),
        };
        self.digester.write_all(&bytes[..written])?;
        self.len += written as u64;
        if self.len > MAX_TABLE_BYTES - HEADER_BYTES_AT_MOST {
            return Err(self.fail(io::Error::other(EncodeError::TooLarge(self.len))));
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// The value of a table file. It may borrow from `bytes`.
///
/// The checksum is compared before anything is decoded. Lengths inside the payload are never trusted: what is
/// allocated is bounded by a constant times the length of `bytes`.
///
/// # Errors
/// Anything but what [`encode`] makes for the same table, schema and tool is damage.
pub fn decode<'a, T: Deserialize<'a>>(table: &Table, tool: &str, bytes: &'a [u8]) -> Result<T, Damage> {
    deserialize(payload_of(table, tool, bytes)?)
}

/// The checked payload of a table file.
fn payload_of<'a>(table: &Table, tool: &str, bytes: &'a [u8]) -> Result<&'a [u8], Damage> {
    let mut rest = bytes.strip_prefix(&MAGIC).ok_or(Damage::NotATable)?;
    let name = take_name(&mut rest)?;
    if name != table.name {
        return Err(Damage::OtherTable { found: name.to_owned() });
    }
    let found_tool = take_name(&mut rest)?;
    let schema = u32::from_le_bytes(*take_array(&mut rest)?);
    let expected = u64::from_le_bytes(*take_array(&mut rest)?);
    let digest: &[u8; 32] = take_array(&mut rest)?;
    if schema != table.schema {
        return Err(Damage::OtherSchema { found: schema, expected: table.schema });
    }
    if found_tool != tool {
        return Err(Damage::OtherTool { found: found_tool.to_owned() });
    }
    if expected != rest.len() as u64 {
        return Err(Damage::Length { expected, found: rest.len() as u64 });
    }
    if Digest::of(rest).as_bytes() != digest {
        return Err(Damage::Checksum);
    }
    Ok(rest)
}

fn take_name<'a>(rest: &mut &'a [u8]) -> Result<&'a str, Damage> {
    let [len] = *take_array::<1>(rest)?;
    let (name, after) = rest.split_at_checked(usize::from(len)).ok_or(Damage::Header)?;
    *rest = after;
    std::str::from_utf8(name).map_err(|_| Damage::Header)
}

fn take_array<'a, const N: usize>(rest: &mut &'a [u8]) -> Result<&'a [u8; N], Damage> {
    let (array, after) = rest.split_first_chunk().ok_or(Damage::Header)?;
    *rest = after;
    Ok(array)
}

fn deserialize<'a, T: Deserialize<'a>>(payload: &'a [u8]) -> Result<T, Damage> {
    let mut deserializer = rmp_serde::Deserializer::from_read_ref(payload);
    deserializer.set_max_depth(DEPTH);
    let value = T::deserialize(&mut deserializer).map_err(|error| Damage::Encoding(error.to_string()))?;
    // The decoder does not say where it stands. Only at the end does it find no marker byte for one more value.
    match <()>::deserialize(&mut deserializer) {
        Err(rmp_serde::decode::Error::InvalidMarkerRead(error))
            if error.kind() == std::io::ErrorKind::UnexpectedEof =>
        {
            Ok(value)
        }
        _ => Err(Damage::Encoding("bytes follow the value".to_owned())),
    }
}
