namespace Hypercall.Architecture.Tests.Assemblies;

/// <summary>A type's name as its assembly has it.</summary>
/// <param name="Namespace">Empty for what the compiler makes.</param>
/// <param name="Name">Without its namespace.</param>
internal readonly record struct TypeName(string Namespace, string Name)
{
    public override string ToString() => $"{Namespace}.{Name}";
}
