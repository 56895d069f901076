// wasmedge_basic.h: version, logging, strings, bytes and results.
//
// Ownership, for the whole C API: what a *Create function returns belongs to the caller, who gives
// it to the matching *Delete, unless a function that takes it says that it takes ownership. What a
// *Get or *Find function returns belongs to the object it was asked of, and is valid as long as
// that object. Every *Delete accepts NULL. Functions that fill a list write at most Len elements
// and return how many there are.
#ifndef WASMEDGE_WASMEDGE_BASIC_H
#define WASMEDGE_WASMEDGE_BASIC_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>
#include <wasmedge/enum_configure.h>
#include <wasmedge/enum_errcode.h>
#include <wasmedge/enum_types.h>
#include <wasmedge/int128.h>
#include <wasmedge/version.h>
#include <wasmedge/wasmedge_context.h>

#ifdef __cplusplus
extern "C" {
#endif

// Text of known length, not necessarily ended by a NUL.
typedef struct WasmEdge_String {
  uint32_t Length;
  const char* Buf;
} WasmEdge_String;

// A block of bytes.
typedef struct WasmEdge_Bytes {
  uint32_t Length;
  const uint8_t* Buf;
} WasmEdge_Bytes;

// Outcome of an operation: the category in the top byte, the code in the other three.
typedef struct WasmEdge_Result {
  uint32_t Code;
} WasmEdge_Result;

// The three results a host function returns most.
#ifdef __cplusplus
#define WasmEdge_Result_Success (WasmEdge_Result{0x00u})
#define WasmEdge_Result_Terminate (WasmEdge_Result{0x01u})
#define WasmEdge_Result_Fail (WasmEdge_Result{0x02u})
#else
#define WasmEdge_Result_Success ((WasmEdge_Result){.Code = 0x00u})
#define WasmEdge_Result_Terminate ((WasmEdge_Result){.Code = 0x01u})
#define WasmEdge_Result_Fail ((WasmEdge_Result){.Code = 0x02u})
#endif

// Weight of a log message, ascending.
typedef enum WasmEdge_LogLevel {
  WasmEdge_LogLevel_Trace = 0,
  WasmEdge_LogLevel_Debug = 1,
  WasmEdge_LogLevel_Info = 2,
  WasmEdge_LogLevel_Warn = 3,
  WasmEdge_LogLevel_Error = 4,
  WasmEdge_LogLevel_Critical = 5
} WasmEdge_LogLevel;

// What a log callback is given. Everything in it is valid during the callback only.
typedef struct WasmEdge_LogMessage {
  WasmEdge_String Message;
  WasmEdge_String LoggerName;
  WasmEdge_LogLevel Level;
  time_t Time;
  uint64_t ThreadId;
} WasmEdge_LogMessage;

// Called for each message that passes the level filter, on the thread that logs.
typedef void (*WasmEdge_LogCallback_t)(const WasmEdge_LogMessage* Message);

// --- Version -----------------------------------------------------------------------------------

// The release as text, for instance "0.17.1". Static storage.
WASMEDGE_CAPI_EXPORT const char* WasmEdge_VersionGet(void);

// The first number of the release.
WASMEDGE_CAPI_EXPORT uint32_t WasmEdge_VersionGetMajor(void);

// The second number of the release.
WASMEDGE_CAPI_EXPORT uint32_t WasmEdge_VersionGetMinor(void);

// The third number of the release.
WASMEDGE_CAPI_EXPORT uint32_t WasmEdge_VersionGetPatch(void);

// --- Logging -----------------------------------------------------------------------------------

// Lets messages of level Error and above through.
WASMEDGE_CAPI_EXPORT void WasmEdge_LogSetErrorLevel(void);

// Lets messages of level Debug and above through.
WASMEDGE_CAPI_EXPORT void WasmEdge_LogSetDebugLevel(void);

// Lets no message through.
WASMEDGE_CAPI_EXPORT void WasmEdge_LogOff(void);

// Lets messages of this level and above through.
WASMEDGE_CAPI_EXPORT_API5 void WasmEdge_LogSetLevel(WasmEdge_LogLevel Level);

// Sends messages to Callback instead of standard error; NULL goes back. The callback must stay
// callable until it is replaced.
WASMEDGE_CAPI_EXPORT_API5 void WasmEdge_LogSetCallback(WasmEdge_LogCallback_t Callback);

// --- Strings -----------------------------------------------------------------------------------

// Copies a NUL-terminated text. The caller frees the copy with StringDelete. NULL gives an empty
// string.
WASMEDGE_CAPI_EXPORT WasmEdge_String WasmEdge_StringCreateByCString(const char* Str);

// Copies Len bytes. The caller frees the copy with StringDelete.
WASMEDGE_CAPI_EXPORT WasmEdge_String WasmEdge_StringCreateByBuffer(const char* Buf,
                                                                   const uint32_t Len);

// Refers to Len bytes of the caller without copying. Valid as long as Buf; never passed to
// StringDelete.
WASMEDGE_CAPI_EXPORT WasmEdge_String WasmEdge_StringWrap(const char* Buf, const uint32_t Len);

// Whether two strings have the same bytes.
WASMEDGE_CAPI_EXPORT bool WasmEdge_StringIsEqual(const WasmEdge_String Str1,
                                                 const WasmEdge_String Str2);

// Copies at most Len bytes into Buf, which belongs to the caller, and returns how many; what is
// left of Buf is set to zero, so there is a NUL when Len is greater than the length.
WASMEDGE_CAPI_EXPORT uint32_t WasmEdge_StringCopy(const WasmEdge_String Str, char* Buf,
                                                  const uint32_t Len);

// Frees a string made by StringCreateByCString or StringCreateByBuffer.
WASMEDGE_CAPI_EXPORT void WasmEdge_StringDelete(WasmEdge_String Str);

// --- Bytes -------------------------------------------------------------------------------------

// Copies Len bytes. The caller frees the copy with BytesDelete.
WASMEDGE_CAPI_EXPORT WasmEdge_Bytes WasmEdge_BytesCreate(const uint8_t* Buf, const uint32_t Len);

// Refers to Len bytes of the caller without copying. Valid as long as Buf; never passed to
// BytesDelete.
WASMEDGE_CAPI_EXPORT WasmEdge_Bytes WasmEdge_BytesWrap(const uint8_t* Buf, const uint32_t Len);

// Frees what BytesCreate or LoaderSerializeASTModule made.
WASMEDGE_CAPI_EXPORT void WasmEdge_BytesDelete(WasmEdge_Bytes Bytes);

// --- Results -----------------------------------------------------------------------------------

// Whether a result stands for success. Termination counts as success.
WASMEDGE_CAPI_EXPORT bool WasmEdge_ResultOK(const WasmEdge_Result Res);

// Makes a result from a category and a 24-bit code.
WASMEDGE_CAPI_EXPORT WasmEdge_Result WasmEdge_ResultGen(const enum WasmEdge_ErrCategory Category,
                                                        const uint32_t Code);

// The lower 24 bits: an ErrCode, or the number a host function chose.
WASMEDGE_CAPI_EXPORT uint32_t WasmEdge_ResultGetCode(const WasmEdge_Result Res);

// Whose code it is.
WASMEDGE_CAPI_EXPORT enum WasmEdge_ErrCategory WasmEdge_ResultGetCategory(
    const WasmEdge_Result Res);

// What the code means. Static storage.
WASMEDGE_CAPI_EXPORT const char* WasmEdge_ResultGetMessage(const WasmEdge_Result Res);

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // WASMEDGE_WASMEDGE_BASIC_H
