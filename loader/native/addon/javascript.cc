#include "javascript.h"

#include <vector>

#include "host/system/utf8.h"

namespace plugkit {

namespace {

constexpr char16_t kEscape = 0xdc00;

// The bytes of the character that a text starts with; 0 when it is not UTF-8 there.
size_t CharacterLength(std::string_view text) {
  for (size_t length = 1; length <= 4 && length <= text.size(); ++length) {
    if (IsUtf8(text.substr(0, length))) return length;
  }
  return 0;
}

void AppendCharacter(std::string& text, uint32_t character) {
  const auto follow = [&](uint32_t shift) {
    text.push_back(static_cast<char>(0x80 | (character >> shift & 0x3f)));
  };
  if (character < 0x80) {
    text.push_back(static_cast<char>(character));
  } else if (character < 0x800) {
    text.push_back(static_cast<char>(0xc0 | character >> 6));
    follow(0);
  } else if (character < 0x10000) {
    text.push_back(static_cast<char>(0xe0 | character >> 12));
    follow(6);
    follow(0);
  } else {
    text.push_back(static_cast<char>(0xf0 | character >> 18));
    follow(12);
    follow(6);
    follow(0);
  }
}

}  // namespace

napi_value MakeString(napi_env env, std::string_view text) {
  napi_value value = nullptr;
  napi_create_string_utf8(env, text.data(), text.size(), &value);
  return value;
}

napi_value MakeName(napi_env env, std::string_view name) {
  if (IsUtf8(name)) return MakeString(env, name);
  std::vector<char16_t> units;
  while (!name.empty()) {
    const size_t length = CharacterLength(name);
    const auto lead = static_cast<uint8_t>(name[0]);
    if (length <= 1) {
      units.push_back(length == 1 ? lead : static_cast<char16_t>(kEscape | lead));
    } else {
      uint32_t character = lead & (0x7fu >> length);
      for (size_t i = 1; i < length; ++i) {
        character = character << 6 | (static_cast<uint8_t>(name[i]) & 0x3f);
      }
      if (character >= 0x10000) {
        units.push_back(static_cast<char16_t>(0xd7c0 + (character >> 10)));
        character = 0xdc00 | (character & 0x3ff);
      }
      units.push_back(static_cast<char16_t>(character));
    }
    name.remove_prefix(length > 0 ? length : 1);
  }
  napi_value value = nullptr;
  napi_create_string_utf16(env, units.data(), units.size(), &value);
  return value;
}

bool GetName(napi_env env, napi_value value, std::string& name) {
  size_t length = 0;
  if (napi_get_value_string_utf16(env, value, nullptr, 0, &length) != napi_ok) return false;
  std::vector<char16_t> units(length + 1);
  napi_get_value_string_utf16(env, value, units.data(), units.size(), &length);
  name.clear();
  for (size_t i = 0; i < length; ++i) {
    const char16_t unit = units[i];
    const bool high = unit >= 0xd800 && unit < 0xdc00;
    const bool low = unit >= 0xdc00 && unit < 0xe000;
    if (high && units[i + 1] >= 0xdc00 && units[i + 1] < 0xe000) {
      AppendCharacter(name, ((unit & 0x3ffu) << 10) + (units[++i] & 0x3ffu) + 0x10000);
    } else if (low && unit >= (kEscape | 0x80) && unit <= (kEscape | 0xff)) {
      name.push_back(static_cast<char>(unit & 0xff));
    } else if (high || low) {
      return false;
    } else {
      AppendCharacter(name, unit);
    }
  }
  return true;
}

napi_value MakeTypes(napi_env env, const std::string& bytes) {
  napi_value value = nullptr;
  napi_create_string_latin1(env, bytes.data(), bytes.size(), &value);
  return value;
}

napi_value MakeNumber(napi_env env, double number) {
  napi_value value = nullptr;
  napi_create_double(env, number, &value);
  return value;
}

napi_value MakeBoolean(napi_env env, bool flag) {
  napi_value value = nullptr;
  napi_get_boolean(env, flag, &value);
  return value;
}

napi_value MakePointer(napi_env env, const void* pointer) {
  napi_value value = nullptr;
  napi_create_bigint_uint64(env, reinterpret_cast<uintptr_t>(pointer), &value);
  return value;
}

napi_value MakeObject(napi_env env,
                      std::initializer_list<std::pair<const char*, napi_value>> properties) {
  napi_value object = nullptr;
  napi_create_object(env, &object);
  for (const auto& [name, value] : properties) {
    if (value != nullptr) napi_set_named_property(env, object, name, value);
  }
  return object;
}

napi_value MakeArray(napi_env env) {
  napi_value array = nullptr;
  napi_create_array(env, &array);
  return array;
}

void Append(napi_env env, napi_value array, napi_value item) {
  uint32_t length = 0;
  napi_get_array_length(env, array, &length);
  napi_set_element(env, array, length, item);
}

std::string GetString(napi_env env, napi_value value) {
  size_t length = 0;
  char small[256];
  napi_get_value_string_utf8(env, value, small, sizeof small, &length);
  // What fills it may have been cut off, by up to three bytes of a character.
  if (length < sizeof small - 4) return {small, length};
  napi_get_value_string_utf8(env, value, nullptr, 0, &length);
  std::string text(length, '\0');
  napi_get_value_string_utf8(env, value, text.data(), length + 1, &length);
  return text;
}

std::string GetTypes(napi_env env, napi_value value) {
  size_t length = 0;
  napi_get_value_string_latin1(env, value, nullptr, 0, &length);
  std::string bytes(length, '\0');
  napi_get_value_string_latin1(env, value, bytes.data(), length + 1, &length);
  return bytes;
}

uint32_t GetNumber(napi_env env, napi_value value) {
  uint32_t number = 0;
  napi_get_value_uint32(env, value, &number);
  return number;
}

bool GetBoolean(napi_env env, napi_value value) {
  bool flag = false;
  napi_get_value_bool(env, value, &flag);
  return flag;
}

uint64_t GetBigInt(napi_env env, napi_value value) {
  uint64_t number = 0;
  bool lossless = false;
  napi_get_value_bigint_uint64(env, value, &number, &lossless);
  return number;
}

bool IsUndefined(napi_env env, napi_value value) {
  napi_valuetype type = napi_undefined;
  napi_typeof(env, value, &type);
  return type == napi_undefined;
}

napi_value MakeLimits(napi_env env, const WasmEdge_LimitContext* limits, uint64_t minimum) {
  napi_value low = nullptr;
  napi_value high = nullptr;
  napi_create_bigint_uint64(env, minimum, &low);
  if (WasmEdge_LimitHasMax(limits)) {
    napi_create_bigint_uint64(env, WasmEdge_LimitGetMax(limits), &high);
  }
  return MakeObject(env, {{"minimum", low},
                          {"maximum", high},
                          {"shared", MakeBoolean(env, WasmEdge_LimitIsShared(limits))},
                          {"is64", MakeBoolean(env, WasmEdge_LimitIs64Bit(limits))}});
}

WasmEdge_LimitContext* GetLimits(napi_env env, napi_value value) {
  const auto property = [&](const char* name) {
    napi_value result = nullptr;
    napi_get_named_property(env, value, name, &result);
    return result;
  };
  const uint64_t minimum = GetBigInt(env, property("minimum"));
  const bool is64 = GetBoolean(env, property("is64"));
  napi_value maximum = property("maximum");
  if (IsUndefined(env, maximum)) return WasmEdge_LimitCreate(minimum, is64);
  return WasmEdge_LimitCreateWithMax(minimum, GetBigInt(env, maximum), is64,
                                     GetBoolean(env, property("shared")));
}

}  // namespace plugkit
