using Akka.Actor;

namespace Hypercall.Actors.Engine;

/// <summary>An <see cref="EpochReader"/> could not read, and tries again.</summary>
/// <param name="Detail">Why.</param>
internal sealed record EpochUnread(string Detail) : INoSerializationVerificationNeeded;
