// Reads a shared library with the host library's own parsers: `read_image show|fuzz elf|macho|pe
// x64|arm64 FILE`. "show" prints what the loader would know of it; "fuzz" reads it cut off at many
// places and with random bytes changed, with memory behind it that no one may touch, and prints how
// many were refused. Run by test/host/plugin-image.test.ts.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "host/image/library_file.h"

using plugkit::ByteReader, plugkit::Check, plugkit::Detail, plugkit::Format, plugkit::Image,
    plugkit::Machine;

// Bytes that end where a page does that faults when it is touched.
class GuardedBytes {
 public:
  explicit GuardedBytes(size_t Most) : Page_(static_cast<size_t>(sysconf(_SC_PAGESIZE))) {
    Size_ = (Most + Page_ - 1) / Page_ * Page_;
    void* Mapping =
        mmap(nullptr, Size_ + Page_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (Mapping == MAP_FAILED) abort();
    Start_ = static_cast<uint8_t*>(Mapping);
    if (mprotect(Start_ + Size_, Page_, PROT_NONE) != 0) abort();
  }
  uint8_t* Fill(const uint8_t* From, size_t Length) {
    return static_cast<uint8_t*>(memcpy(Start_ + Size_ - Length, From, Length));
  }

 private:
  size_t Page_, Size_;
  uint8_t* Start_;
};

static std::vector<uint8_t> ReadFile(const char* Path) {
  std::vector<uint8_t> Result;
  FILE* File = fopen(Path, "rb");
  if (!File) return Result;
  uint8_t Block[4096];
  for (size_t Length; (Length = fread(Block, 1, sizeof Block, File)) > 0;) {
    Result.insert(Result.end(), Block, Block + Length);
  }
  fclose(File);
  return Result;
}

static void Show(const std::vector<uint8_t>& Bytes, plugkit::Platform Expected) {
  Image Result;
  if (Check Failed =
          CheckLibrary(ByteReader(Bytes.data(), Bytes.size()), Expected, Detail::Full, Result)) {
    printf("%s\t%s\n", Failed->code, Failed->reason.c_str());
  }
  for (const plugkit::Import& Used : Result.imports) {
    printf("import\t%.*s\t%.*s\t", static_cast<int>(Used.name.size()), Used.name.data(),
           static_cast<int>(Used.version.size()), Used.version.data());
    for (const uint64_t Slot : Used.slots) printf("%llx ", static_cast<unsigned long long>(Slot));
    printf("%s\n", Used.elsewhere ? "elsewhere" : "");
  }
  for (const std::string_view Name : Result.needed) {
    printf("needed\t%.*s\n", static_cast<int>(Name.size()), Name.data());
  }
}

static void Fuzz(const std::vector<uint8_t>& Bytes, plugkit::Platform Expected) {
  GuardedBytes Guarded(Bytes.size());
  const auto Refuses = [&](const uint8_t* From, size_t Length) {
    const ByteReader Reader(Guarded.Fill(From, Length), Length);
    Image Brief, Full;
    const bool Refused = CheckLibrary(Reader, Expected, Detail::Brief, Brief).has_value();
    static_cast<void>(CheckLibrary(Reader, Expected, Detail::Full, Full));
    return Refused;
  };
  unsigned Cut = 0, CutRefused = 0, Changed = 0, ChangedRefused = 0;
  for (size_t Length = 0; Length < Bytes.size(); Length += 64, ++Cut) {
    CutRefused += Refuses(Bytes.data(), Length);
  }
  uint32_t Random = 1;
  const auto Next = [&Random] { return (Random = Random * 1664525 + 1013904223) >> 8; };
  for (; Changed < 20000; ++Changed) {
    std::vector<uint8_t> Copy = Bytes;
    // Most of what parsers look at is near the start.
    const size_t Range = Changed % 2 ? Copy.size() : (Copy.size() < 2048 ? Copy.size() : 2048);
    for (unsigned Left = 1 + Next() % 4; Left > 0; --Left) {
      constexpr uint8_t kExtremes[] = {0, 1, 0x7f, 0x80, 0xff};
      Copy[Next() % Range] = Next() % 2 ? kExtremes[Next() % 5] : static_cast<uint8_t>(Next());
    }
    ChangedRefused += Refuses(Copy.data(), Copy.size());
  }
  printf("cut %u refused %u\nchanged %u refused %u\n", Cut, CutRefused, Changed, ChangedRefused);
}

int main(int Count, char** Arguments) {
  if (Count != 5) return 2;
  const std::string Mode = Arguments[1], Kind = Arguments[2], Processor = Arguments[3];
  const plugkit::Platform Expected = {Kind == "elf"     ? Format::Elf
                                      : Kind == "macho" ? Format::MachO
                                                        : Format::Pe,
                                      Processor == "x64" ? Machine::X64 : Machine::Arm64};
  const std::vector<uint8_t> Bytes = ReadFile(Arguments[4]);
  if (Mode == "fuzz") {
    Fuzz(Bytes, Expected);
  } else {
    Show(Bytes, Expected);
  }
  return 0;
}
