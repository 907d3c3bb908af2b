using Hypercall.Akka.Tests.Support;

namespace Hypercall.Akka.Tests.Engine;

public sealed class MemoryEqualityTests() : HostEqualityTests(TestConfig.Memory());
