# Corrections to what CMake's own platform files set; CMake includes this after them, once a language.

# `zig` is one program with sub-commands, CMake expects a program each.
foreach(language C CXX)
  set(CMAKE_${language}_ARCHIVE_CREATE "<CMAKE_AR> ar qc <TARGET> <LINK_FLAGS> <OBJECTS>")
  set(CMAKE_${language}_ARCHIVE_APPEND "<CMAKE_AR> ar q <TARGET> <LINK_FLAGS> <OBJECTS>")
  set(CMAKE_${language}_ARCHIVE_FINISH "<CMAKE_AR> ranlib <TARGET>")
endforeach()
set(CMAKE_RC_COMPILE_OBJECT "<CMAKE_RC_COMPILER> rc <DEFINES> <INCLUDES> /fo <OBJECT> <SOURCE>")

# Plug-ins find the headers and the host's functions whatever their project says.
set(CMAKE_C_STANDARD_INCLUDE_DIRECTORIES ${PLUGKIT_INCLUDE})
set(CMAKE_CXX_STANDARD_INCLUDE_DIRECTORIES ${PLUGKIT_INCLUDE})
if(PLUGKIT_HOST_LIBRARY)
  foreach(language C CXX)
    set(CMAKE_${language}_STANDARD_LIBRARIES_INIT
        "${CMAKE_${language}_STANDARD_LIBRARIES_INIT} \"${PLUGKIT_HOST_LIBRARY}\"")
  endforeach()
endif()

# A macOS bundle crashes Zig's linker; node and dlopen take a dylib as well. Without an install name
# the path of the build directory would be written into the file.
if(APPLE)
  # CMake asks the build machine which macOS it is, and leaves this out where there is no answer.
  set(CMAKE_SHARED_LIBRARY_RUNTIME_C_FLAG "-Wl,-rpath,")
  set(CMAKE_SHARED_MODULE_SUFFIX .dylib)
  foreach(language C CXX)
    set(CMAKE_SHARED_MODULE_CREATE_${language}_FLAGS
        "-shared -Wl,-headerpad_max_install_names -Wl,-install_name,@rpath/${PLUGKIT_FILE}")
  endforeach()
endif()
