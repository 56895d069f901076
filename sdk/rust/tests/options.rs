//! Options: their defaults, and their types.

use wasmedge_plugin::Options;

#[derive(Options)]
struct Settings {
    /// A toggle
    upper: bool,
    /// On until it is switched off
    #[option(default = true)]
    color: bool,
    /// A text
    #[option(name = "greeting-text", default = "hello")]
    text: String,
    /// Empty
    empty: String,
    /// A byte
    #[option(default = 255)]
    byte: u8,
    /// Below zero
    #[option(default = -5)]
    large: i64,
    /// A ratio
    #[option(default = 0.5)]
    ratio: f64,
}

#[test]
fn begin_with_their_defaults() {
    let Settings { upper, color, text, empty, byte, large, ratio } = Settings::get();
    assert_eq!((upper, color, byte, large, ratio), (false, true, 255, -5, 0.5));
    assert_eq!((text.as_str(), empty.as_str()), ("hello", ""));
}
