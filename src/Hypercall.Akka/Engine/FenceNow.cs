using Akka.Actor;
using Hypercall.Sequencer.Ownership;

namespace Hypercall.Actors.Engine;

/// <summary>Lets an engine that has recovered write its fence.</summary>
/// <param name="Terms">What is known from others.</param>
internal sealed record FenceNow(FenceTerms Terms) : INoSerializationVerificationNeeded;
