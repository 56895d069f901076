#include "map_probe_posix.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace plugkit {

MapObstacle ProbeMapping(const std::string& Path, uint64_t Size) {
  const int File = open(Path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (File < 0) return MapObstacle::None;
  constexpr size_t kPage = 4096;
  MapObstacle Result = MapObstacle::None;
  void* Code = mmap(nullptr, kPage, PROT_READ | PROT_EXEC, MAP_PRIVATE, File, 0);
  if (Code != MAP_FAILED) {
    munmap(Code, kPage);
  } else if (errno == EPERM) {
    Result = MapObstacle::NoExecution;
  } else if (errno == EACCES) {
    Result = MapObstacle::Policy;
  } else if (errno == ENOMEM) {
    Result = MapObstacle::NoAddressSpace;
  }
  close(File);
  if (Result != MapObstacle::None || Size == 0) return Result;
  void* All = mmap(nullptr, Size, PROT_NONE, MAP_PRIVATE | MAP_ANON, -1, 0);
  if (All == MAP_FAILED) return MapObstacle::NoAddressSpace;
  munmap(All, Size);
  return MapObstacle::None;
}

}  // namespace plugkit
