#include <wasmedge-plugin/plugin.hpp>

#include <algorithm>

namespace {
using namespace wasmedge_plugin;

Option<std::string_view> string{"string", "The string that get_string returns",
                                "A string from a WasmEdge plug-in"};
Option<bool> upper{"upper", "Return the string in capital letters"};

char capital(char letter) {
  return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
}

// As much as fits, in whole characters; returns the length of the whole.
Result<std::uint32_t> get_string(Caller& caller, GuestBytes space) {
  const std::string_view text = string;
  std::size_t size = std::min<std::size_t>(text.size(), space.length);
  while (size > 0 && size < text.size() && (text[size] & 0xC0) == 0x80) size--;
  auto place = space.try_first(caller, size);
  if (!place) return place.trap();
  for (std::size_t at = 0; at < size; at++)
    place->data()[at] = static_cast<std::uint8_t>(upper ? capital(text[at]) : text[at]);
  return static_cast<std::uint32_t>(text.size());
}
}  // namespace

WASMEDGE_PLUGIN("get-string-sdk", "Returns a string to WebAssembly", 0, 1, 0,
                module("get_string_sdk", "Copies a string into the memory of the caller",
                       function<&get_string>("get_string")))
