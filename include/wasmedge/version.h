// version.h: for which version of the plug-in API a plug-in is compiled, and what follows from
// it.
//
// Before the first include, define WASMEDGE_PLUGIN_API_VERSION as 3, 4 or 5 (the default);
// `plugkit build --api` does. A source for several versions asks for
// WasmEdge_Plugin_CurrentAPIVersion, which the headers of WasmEdge itself define, too.
#ifndef WASMEDGE_VERSION_H
#define WASMEDGE_VERSION_H

#ifndef WASMEDGE_PLUGIN_API_VERSION
#define WASMEDGE_PLUGIN_API_VERSION 5
#endif

// The version of the plug-in API: the APIVersion of a descriptor built with these headers. And the
// oldest release of WasmEdge that has it, whose C API these headers describe (for version 5, the
// newest).
#define WASMEDGE_VERSION_MAJOR 0
#if WASMEDGE_PLUGIN_API_VERSION == 5
#define WasmEdge_Plugin_CurrentAPIVersion 5u
#define WASMEDGE_VERSION "0.17.1"
#define WASMEDGE_VERSION_MINOR 17
#define WASMEDGE_VERSION_PATCH 1
#elif WASMEDGE_PLUGIN_API_VERSION == 4
#define WasmEdge_Plugin_CurrentAPIVersion 4u
#define WASMEDGE_VERSION "0.14.1"
#define WASMEDGE_VERSION_MINOR 14
#define WASMEDGE_VERSION_PATCH 1
#elif WASMEDGE_PLUGIN_API_VERSION == 3
#define WasmEdge_Plugin_CurrentAPIVersion 3u
#define WASMEDGE_VERSION "0.14.0"
#define WASMEDGE_VERSION_MINOR 14
#define WASMEDGE_VERSION_PATCH 0
#else
#error "WASMEDGE_PLUGIN_API_VERSION must be 3, 4 or 5"
#endif

// Marks what the host library exports. The library itself is compiled with
// WASMEDGE_COMPILE_LIBRARY.
#if defined(_WIN32) && defined(WASMEDGE_COMPILE_LIBRARY)
#define WASMEDGE_CAPI_EXPORT
#elif defined(_WIN32)
#define WASMEDGE_CAPI_EXPORT __declspec(dllimport)
#else
#define WASMEDGE_CAPI_EXPORT __attribute__((visibility("default")))
#endif

// The same for functions that a header also has as code: no function is both imported and inlined.
#if defined(_WIN32) && defined(__GNUC__)
#define WASMEDGE_CAPI_EXPORT_INLINED
#else
#define WASMEDGE_CAPI_EXPORT_INLINED WASMEDGE_CAPI_EXPORT
#endif

// No function of the API throws. Not at their declarations, since a host function given by address
// to one of them would then have another type in C++; here for sources that use it.
#ifdef __cplusplus
#define WASMEDGE_CAPI_NOEXCEPT noexcept
#else
#define WASMEDGE_CAPI_NOEXCEPT
#endif

// Marks what a plug-in exports.
#if defined(_WIN32)
#define WASMEDGE_CAPI_PLUGIN_EXPORT __declspec(dllexport)
#else
#define WASMEDGE_CAPI_PLUGIN_EXPORT __attribute__((visibility("default")))
#endif

// Marks functions that only plug-ins for API version 5 can use: the oldest runtimes of the others
// do not have them, or the numbers they take mean different things in different runtimes.
#if WASMEDGE_PLUGIN_API_VERSION < 5 && defined(__has_attribute)
#if __has_attribute(unavailable)
#define WASMEDGE_CAPI_EXPORT_API5 \
  WASMEDGE_CAPI_EXPORT __attribute__((unavailable("needs plug-in API version 5")))
#endif
#endif
#ifndef WASMEDGE_CAPI_EXPORT_API5
#define WASMEDGE_CAPI_EXPORT_API5 WASMEDGE_CAPI_EXPORT
#endif

// Offsets, lengths and numbers of pages or elements; and how limits are given.
#if WASMEDGE_PLUGIN_API_VERSION >= 5
#define WASMEDGE_CAPI_SIZE uint64_t
#define WASMEDGE_CAPI_LIMIT const WasmEdge_LimitContext*
#else
#define WASMEDGE_CAPI_SIZE uint32_t
#define WASMEDGE_CAPI_LIMIT WasmEdge_Limit
#endif

#endif  // WASMEDGE_VERSION_H
