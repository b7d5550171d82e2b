//! Which languages the user wishes, the dearest first.

/// What the environment says, then what the system says. Hand it to `choose`.
pub fn system() -> Vec<String> {
    let environment = |variable: &str| std::env::var(variable).ok();
    from_environment(environment).into_iter().chain(sys_locale::get_locales()).collect()
}

/// `FANTAIL_LANG` before all; else as GNU gettext does: the locale is the first of `LC_ALL`, `LC_MESSAGES` and `LANG`, and
/// unless it is `C`, the colon-separated `LANGUAGE` comes before it.
fn from_environment(variable: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let value = |name: &str| variable(name).filter(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(value);
    let plain = |locale: &str| locale.split(['.', '@']).next().unwrap_or_default().to_owned();
    let own = value("FANTAIL_LANG").map(|locale| plain(&locale));
    let of_locale = match locale.as_deref().map(plain) {
        Some(locale) if locale == "C" || locale == "POSIX" => vec!["en".to_owned()],
        locale => {
            let list = value("LANGUAGE").unwrap_or_default();
            list.split(':').filter(|wish| !wish.is_empty()).map(plain).chain(locale).collect()
        }
    };
    own.into_iter().chain(of_locale).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wishes(set: &[(&str, &str)]) -> Vec<String> {
        from_environment(|name| set.iter().find(|(variable, _)| *variable == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn the_usual_variables_count_in_the_usual_order() {
        assert_eq!(wishes(&[]), [""; 0]);
        assert_eq!(wishes(&[("LANG", "de_AT.UTF-8")]), ["de_AT"]);
        assert_eq!(wishes(&[("LANG", "de_DE@euro"), ("LC_MESSAGES", "fr_FR"), ("LC_ALL", "en_GB.UTF-8")]), ["en_GB"]);
        assert_eq!(wishes(&[("LANG", "de_DE"), ("LC_ALL", "")]), ["de_DE"]);
        assert_eq!(wishes(&[("LANG", "de_DE.UTF-8"), ("LANGUAGE", "sv:de")]), ["sv", "de", "de_DE"]);
        assert_eq!(wishes(&[("LANG", "C.UTF-8"), ("LANGUAGE", "de")]), ["en"]);
        assert_eq!(wishes(&[("LANG", "C"), ("FANTAIL_LANG", "de")]), ["de", "en"]);
    }
}
