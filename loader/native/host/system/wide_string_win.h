// UTF-8, which the library speaks, to and from UTF-16, which Windows speaks.
#pragma once

#include <windows.h>

#include <string>
#include <vector>

#include "host/refusal.h"

namespace plugkit {

using WideString = std::vector<wchar_t>;  // ends with a NUL

inline WideString Widen(const std::string& Text) {
  const int Size = static_cast<int>(Text.size());
  const int Length = MultiByteToWideChar(CP_UTF8, 0, Text.data(), Size, nullptr, 0);
  WideString Result(static_cast<size_t>(Length) + 1, L'\0');
  MultiByteToWideChar(CP_UTF8, 0, Text.data(), Size, Result.data(), Length);
  return Result;
}

/// Text ends with a NUL.
inline std::string Narrow(const wchar_t* Text) {
  const int Length = WideCharToMultiByte(CP_UTF8, 0, Text, -1, nullptr, 0, nullptr, nullptr);
  if (Length <= 1) return {};
  std::string Result(static_cast<size_t>(Length), '\0');
  WideCharToMultiByte(CP_UTF8, 0, Text, -1, Result.data(), Length, nullptr, nullptr);
  Result.resize(static_cast<size_t>(Length) - 1);
  return Result;
}

/// What Windows says about an error code, on one line.
inline std::string DescribeError(DWORD Code) {
  constexpr DWORD kFlags = FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS;
  wchar_t Text[512] = L"";
  FormatMessageW(kFlags, nullptr, Code, 0, Text, 512, nullptr);
  std::string Result = Narrow(Text);
  while (!Result.empty() && (Result.back() <= ' ' || Result.back() == '.')) Result.pop_back();
  return Result + (Result.empty() ? "error " : ", error ") + Decimal(Code);
}

}  // namespace plugkit
