using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;

namespace Hypercall.Actors.Tests.Support;

/// <summary>
/// What System.Object is bound to in tests: whatever falls back to it has no encoding of its own, and the test fails.
/// </summary>
public sealed class ForbiddenSerializer(ExtendedActorSystem system) : Serializer(system)
{
    public override int Identifier => 7499;

    public override bool IncludeManifest => false;

    public override byte[] ToBinary(object obj) =>
        throw new SerializationException($"{obj.GetType().FullName} fell back to the serializer of System.Object");

    public override object FromBinary(byte[] bytes, Type? type) =>
        throw new SerializationException("bytes were left to the serializer of System.Object");
}
