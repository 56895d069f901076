// Why a candidate is refused. The codes are those of loader/errors.ts ("Candidates");
// every check of the plug-in half returns an optional Refusal.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace plugkit {

inline constexpr char kPathNotFound[] = "PATH_NOT_FOUND";
inline constexpr char kPathNotReadable[] = "PATH_NOT_READABLE";
inline constexpr char kNoLibraryFound[] = "NO_LIBRARY_FOUND";
inline constexpr char kNotALibrary[] = "NOT_A_LIBRARY";
inline constexpr char kLibraryTruncated[] = "LIBRARY_TRUNCATED";
inline constexpr char kWrongFormat[] = "WRONG_FORMAT";
inline constexpr char kWrongArchitecture[] = "WRONG_ARCHITECTURE";
inline constexpr char kLibraryOpenFailed[] = "LIBRARY_OPEN_FAILED";
inline constexpr char kNoDescriptor[] = "NO_DESCRIPTOR";
inline constexpr char kCppPlugin[] = "CPP_PLUGIN";
inline constexpr char kDescriptorNull[] = "DESCRIPTOR_NULL";
inline constexpr char kDescriptorInvalid[] = "DESCRIPTOR_INVALID";
inline constexpr char kNameNotUtf8[] = "NAME_NOT_UTF8";
inline constexpr char kApiVersionUnsupported[] = "API_VERSION_UNSUPPORTED";
inline constexpr char kAbiAmbiguous[] = "ABI_AMBIGUOUS";
inline constexpr char kDuplicatePlugin[] = "DUPLICATE_PLUGIN";
inline constexpr char kDuplicateModule[] = "DUPLICATE_MODULE";

/// Reason states actual and expected, Hint what to do; neither ends in a full stop.
struct Refusal {
  const char* Code;
  std::string Reason;
  std::string Hint;
};

/// Nothing when the check passed.
using Check = std::optional<Refusal>;

inline std::string Decimal(uint64_t Value) {
  char Digits[20];
  char* First = Digits + sizeof Digits;
  do *--First = static_cast<char>('0' + Value % 10);
  while (Value /= 10);
  return std::string(First, Digits + sizeof Digits);
}

}  // namespace plugkit
