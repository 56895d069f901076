// Why a candidate is refused, and what a user should know of a loaded plug-in. The codes are those
// of loader/errors.ts ("Candidates", "Warnings"); every check of the plug-in half returns an
// optional Refusal.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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

inline constexpr char kFileChanged[] = "FILE_CHANGED";
inline constexpr char kSymbolMissing[] = "SYMBOL_MISSING";
inline constexpr char kDefaultDiffers[] = "DEFAULT_DIFFERS";

/// Reason states actual and expected, Hint what to do; neither ends in a full stop.
struct Refusal {
  const char* code;
  std::string reason;
  std::string hint;
};

/// Nothing when the check passed.
using Check = std::optional<Refusal>;

/// What behaves otherwise than it seems, though the plug-in may be used. Neither text ends in a
/// full stop.
struct Warning {
  const char* code;
  std::string message;
  std::string hint;
};

// What makes words is for what has failed: it is kept small, and out of the way of what has not.

[[gnu::cold]] std::string Decimal(uint64_t value);

/// One text of many, in less code than a chain of "+".
[[gnu::cold]] std::string Join(std::initializer_list<std::string_view> parts);

/// The first few names in quotes, and how many more there are.
[[gnu::cold]] std::string Enumerate(const std::vector<std::string_view>& names);

}  // namespace plugkit
