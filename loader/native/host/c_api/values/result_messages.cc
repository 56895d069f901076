// One message for each code: the words of <wasmedge/enum.inc>. Read by result.cc.
#include "result.h"

namespace plugkit {

const char* Message(uint32_t code) {
  switch (code) {
#define UseErrCode
#define Line(Name, Value, Words) \
  case Value:                    \
    return Words;
#include <wasmedge/enum.inc>
#undef Line
#undef UseErrCode
    default:
      return "unknown result code";
  }
}

}  // namespace plugkit
