#include "map_probe_posix.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace plugkit {

MapObstacle ProbeMapping(const std::string& path, uint64_t size) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (file < 0) return MapObstacle::None;
  constexpr size_t kPage = 4096;
  MapObstacle result = MapObstacle::None;
  void* code = mmap(nullptr, kPage, PROT_READ | PROT_EXEC, MAP_PRIVATE, file, 0);
  if (code != MAP_FAILED) {
    munmap(code, kPage);
  } else if (errno == EPERM) {
    result = MapObstacle::NoExecution;
  } else if (errno == EACCES) {
    result = MapObstacle::Policy;
  } else if (errno == ENOMEM) {
    result = MapObstacle::NoAddressSpace;
  }
  close(file);
  if (result != MapObstacle::None || size == 0) return result;
  void* all = mmap(nullptr, size, PROT_NONE, MAP_PRIVATE | MAP_ANON, -1, 0);
  if (all == MAP_FAILED) return MapObstacle::NoAddressSpace;
  munmap(all, size);
  return MapObstacle::None;
}

}  // namespace plugkit
