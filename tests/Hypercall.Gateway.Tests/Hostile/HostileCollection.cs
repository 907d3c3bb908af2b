namespace Hypercall.Gateway.Tests.Hostile;

/// <summary>Measures what others are answered meanwhile: beside no other test.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class HostileCollection
{
    public const string Name = "A node under attack";
}
