//! Dates of pages.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
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
        if let Some(date) = plain_date(text) {
            return Some(Self { timestamp: TimeZone::UTC.to_timestamp(date.at(0, 0, 0, 0)).ok()?, offset_seconds: 0 });
        }
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
        let civil = self.civil();
        if civil.year() < 0 || self.offset_seconds % 60 != 0 {
            return self.zoned().strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
        }
        let (year, month, day) = (civil.year(), civil.month(), civil.day());
        let (hour, minute, second) = (civil.hour(), civil.minute(), civil.second());
        let sign = if self.offset_seconds < 0 { '-' } else { '+' };
        let minutes = self.offset_seconds.unsigned_abs() / 60;
        let (east, rest) = (minutes / 60, minutes % 60);
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{sign}{east:02}:{rest:02}")
    }

    /// `Sun, 01 Mar 2026 10:00:00 +0000` (RFC 2822), for RSS.
    pub fn rfc2822(&self) -> String {
        self.zoned().strftime("%a, %d %b %Y %H:%M:%S %z").to_string()
    }

    /// The calendar year, in the offset in which the date was written.
    pub fn year(&self) -> i16 {
        self.civil().year()
    }

    fn civil(&self) -> DateTime {
        self.offset().to_datetime(self.timestamp)
    }

    fn zoned(&self) -> jiff::Zoned {
        self.timestamp.to_zoned(self.offset().to_time_zone())
    }

    fn offset(&self) -> Offset {
        Offset::from_seconds(self.offset_seconds).unwrap_or(Offset::UTC)
    }
}

/// `2026-03-01`: what almost every page has.
fn plain_date(text: &str) -> Option<jiff::civil::Date> {
    let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = *text.as_bytes() else { return None };
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0_i16, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + i16::from(digit - b'0')))
    };
    let (month, day) = (number(&[m0, m1])? as i8, number(&[d0, d1])? as i8);
    jiff::civil::Date::new(number(&[y0, y1, y2, y3])?, month, day).ok()
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.iso())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn plain_dates_are_read_as_the_library_reads_them() {
        for text in [
            "2026-03-01",
            "2024-02-29",
            "2023-02-29",
            "2026-13-01",
            "2026-00-10",
            "0000-01-01",
            "9999-12-30",
            "2026-3-011",
            "20a6-01-01",
        ] {
            let expected = text.parse::<jiff::civil::Date>().ok();
            assert_eq!(plain_date(text), expected, "{text}");
            assert_eq!(Date::parse(text).map(|date| date.civil().date()), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn iso_is_what_the_library_writes(seconds in -62_200_000_000_i64..253_402_207_200, offset in -93_599_i32..93_599, whole in any::<bool>()) {
            let offset_seconds = if whole { offset / 60 * 60 } else { offset };
            let date = Date { timestamp: Timestamp::from_second(seconds).unwrap(), offset_seconds };
            prop_assert_eq!(date.iso(), date.zoned().strftime("%Y-%m-%dT%H:%M:%S%:z").to_string());
            prop_assert_eq!(date.year(), date.zoned().year());
        }
    }
}
