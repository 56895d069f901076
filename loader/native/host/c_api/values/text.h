// Between WasmEdge_String and the C++ types. Used wherever names come in or go out.
#pragma once

#include <wasmedge/wasmedge_basic.h>

#include <string_view>

namespace plugkit {

inline std::string_view View(WasmEdge_String text) {
  return text.Buf ? std::string_view(text.Buf, text.Length) : std::string_view();
}

// Refers to the bytes of Text, which must outlive the result.
inline WasmEdge_String Wrap(std::string_view text) {
  return WasmEdge_String{static_cast<uint32_t>(text.size()), text.data()};
}

// Writes the names (keys) of a map as the List functions of the API do: at most Len of them, and
// returns how many there are. The names belong to the map.
template <class Map>
uint32_t ListNames(const Map& entries, WasmEdge_String* names, uint32_t len) {
  uint32_t written = 0;
  for (auto it = entries.begin(); names && written < len && it != entries.end(); ++it) {
    names[written++] = Wrap(it->first);
  }
  return static_cast<uint32_t>(entries.size());
}

}  // namespace plugkit
