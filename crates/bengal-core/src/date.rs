//! Dates of pages.

use jiff::civil::DateTime;
use jiff::{Timestamp, tz::TimeZone};
use std::fmt;

/// A moment, as a page's front matter states it. A date without an offset counts as UTC: never the machine's time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    timestamp: Timestamp,
    /// Seconds east of UTC, as written.
    offset_seconds: i32,
}

impl Date {
    /// Reads `2026-03-01`, `2026-03-01 10:00`, `2026-03-01T10:00:00`, with or without `Z` or an offset such as `+02:00`.
    ///
    /// ```
    /// use bengal_core::Date;
    /// assert_eq!(Date::parse("2026-03-01").unwrap().format("%Y/%m/%d"), "2026/03/01");
    /// assert_eq!(Date::parse("next week"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Ok(parsed) = jiff::fmt::strtime::parse("%Y-%m-%dT%H:%M:%S%.f%:z", text.replacen(' ', "T", 1)) {
            let offset_seconds = parsed.offset()?.seconds();
            return Some(Self { timestamp: parsed.to_timestamp().ok()?, offset_seconds });
        }
        if let Ok(timestamp) = text.parse::<Timestamp>() {
            return Some(Self { timestamp, offset_seconds: 0 });
        }
        let civil: DateTime = match text.parse::<DateTime>() {
            Ok(civil) => civil,
            Err(_) => text.parse::<jiff::civil::Date>().ok()?.at(0, 0, 0, 0),
        };
        let timestamp = civil.to_zoned(TimeZone::UTC).ok()?.timestamp();
        Some(Self { timestamp, offset_seconds: 0 })
    }

    /// A moment in seconds since 1970, in UTC; `None` outside the years −9999 to 9999.
    pub fn from_unix_seconds(seconds: i64) -> Option<Self> {
        Some(Self { timestamp: Timestamp::from_second(seconds).ok()?, offset_seconds: 0 })
    }

    /// Formats by a `strftime` pattern, in the offset in which the date was written; a bad pattern gives ISO 8601.
    pub fn format(&self, pattern: &str) -> String {
        let civil = self.zoned();
        jiff::fmt::strtime::format(pattern, &civil).unwrap_or_else(|_| self.iso())
    }

    /// `2026-03-01T10:00:00+00:00`, for `<time datetime>` and sitemaps.
    pub fn iso(&self) -> String {
        self.zoned().strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    }

    /// `Sun, 01 Mar 2026 10:00:00 +0000` (RFC 2822), for RSS.
    pub fn rfc2822(&self) -> String {
        self.zoned().strftime("%a, %d %b %Y %H:%M:%S %z").to_string()
    }

    /// The calendar year, in the offset in which the date was written.
    pub fn year(&self) -> i16 {
        self.zoned().year()
    }

    fn zoned(&self) -> jiff::Zoned {
        let offset = jiff::tz::Offset::from_seconds(self.offset_seconds).unwrap_or(jiff::tz::Offset::UTC);
        self.timestamp.to_zoned(offset.to_time_zone())
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.iso())
    }
}
