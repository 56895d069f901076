// Between WasmEdge_String and the C++ types. Used wherever names come in or go out.
#pragma once

#include <wasmedge/wasmedge_basic.h>

#include <string_view>

namespace plugkit {

inline std::string_view View(WasmEdge_String Text) {
  return Text.Buf ? std::string_view(Text.Buf, Text.Length) : std::string_view();
}

// Refers to the bytes of Text, which must outlive the result.
inline WasmEdge_String Wrap(std::string_view Text) {
  return WasmEdge_String{static_cast<uint32_t>(Text.size()), Text.data()};
}

// Writes the names (keys) of a map as the List functions of the API do: at most Len of them, and
// returns how many there are. The names belong to the map.
template <class Map>
uint32_t ListNames(const Map& Entries, WasmEdge_String* Names, uint32_t Len) {
  uint32_t Written = 0;
  for (auto It = Entries.begin(); Names && Written < Len && It != Entries.end(); ++It) {
    Names[Written++] = Wrap(It->first);
  }
  return static_cast<uint32_t>(Entries.size());
}

}  // namespace plugkit
