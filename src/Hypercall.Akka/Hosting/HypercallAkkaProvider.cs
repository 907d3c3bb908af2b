using Akka.Actor;

namespace Hypercall.Akka.Hosting;

/// <summary>Makes the extension; may be named in <c>akka.extensions</c> to start its partitions from HOCON alone.</summary>
public sealed class HypercallAkkaProvider : ExtensionIdProvider<HypercallAkka>
{
    /// <inheritdoc/>
    /// <exception cref="SettingException">A setting is missing or takes another value.</exception>
    public override HypercallAkka CreateExtension(ExtendedActorSystem system) => new(system);
}
