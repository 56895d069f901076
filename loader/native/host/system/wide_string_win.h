// UTF-8, which the library speaks, to and from UTF-16, which Windows speaks.
#pragma once

#include <windows.h>

#include <string>
#include <vector>

#include "host/refusal.h"

namespace plugkit {

using WideString = std::vector<wchar_t>;  // ends with a NUL

inline WideString Widen(const std::string& text) {
  const int size = static_cast<int>(text.size());
  const int length = MultiByteToWideChar(CP_UTF8, 0, text.data(), size, nullptr, 0);
  WideString result(static_cast<size_t>(length) + 1, L'\0');
  MultiByteToWideChar(CP_UTF8, 0, text.data(), size, result.data(), length);
  return result;
}

/// Text ends with a NUL.
inline std::string Narrow(const wchar_t* text) {
  const int length = WideCharToMultiByte(CP_UTF8, 0, text, -1, nullptr, 0, nullptr, nullptr);
  if (length <= 1) return {};
  std::string result(static_cast<size_t>(length), '\0');
  WideCharToMultiByte(CP_UTF8, 0, text, -1, result.data(), length, nullptr, nullptr);
  result.resize(static_cast<size_t>(length) - 1);
  return result;
}

/// What Windows says about an error code, on one line.
inline std::string DescribeError(DWORD code) {
  constexpr DWORD kFlags = FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS;
  wchar_t text[512] = L"";
  FormatMessageW(kFlags, nullptr, code, 0, text, 512, nullptr);
  std::string result = Narrow(text);
  while (!result.empty() && (result.back() <= ' ' || result.back() == '.')) result.pop_back();
  return result + (result.empty() ? "error " : ", error ") + Decimal(code);
}

}  // namespace plugkit
