using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Hypercall.Architecture.Tests.Assemblies;

/// <summary>A call of one type's method by another's, both of one assembly; nested types count as their outermost.</summary>
/// <param name="From">Whose code it is.</param>
/// <param name="To">Whose method it is.</param>
/// <param name="Method">The method's name.</param>
/// <param name="ReturnsNothing">True of a method that is called for what it does.</param>
internal readonly record struct MethodCall(TypeName From, TypeName To, string Method, bool ReturnsNothing);

/// <summary>Reads which methods of an assembly call, or name, which others of it.</summary>
internal static class MethodCalls
{
    /// <summary>Reads an assembly's file.</summary>
    public static IReadOnlyCollection<MethodCall> Read(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        MetadataReader reader = file.GetMetadataReader();
        var calls = new HashSet<MethodCall>();
        foreach (MethodDefinitionHandle handle in reader.MethodDefinitions)
        {
            MethodDefinition method = reader.GetMethodDefinition(handle);
            if (method.RelativeVirtualAddress == 0)
                continue;
            TypeName from = NameOf(reader, method.GetDeclaringType());
            foreach (EntityHandle token in MethodTokens.Of(file.GetMethodBody(method.RelativeVirtualAddress)))
            {
                if (Target(reader, token) is { } target)
                    calls.Add(CallOf(reader, from, reader.GetMethodDefinition(target)));
            }
        }

        return calls;
    }

    private static MethodDefinitionHandle? Target(MetadataReader reader, EntityHandle token) => token.Kind switch
    {
        HandleKind.MethodDefinition => (MethodDefinitionHandle)token,
        HandleKind.MethodSpecification => Target(
            reader, reader.GetMethodSpecification((MethodSpecificationHandle)token).Method),
        _ => null,
    };

    private static MethodCall CallOf(MetadataReader reader, TypeName from, MethodDefinition target)
    {
        BlobReader signature = reader.GetBlobReader(target.Signature);
        SignatureHeader header = signature.ReadSignatureHeader();
        if (header.IsGeneric)
            signature.ReadCompressedInteger();
        signature.ReadCompressedInteger();
        bool returnsNothing = signature.ReadSignatureTypeCode() == SignatureTypeCode.Void;
        return new MethodCall(
            from, NameOf(reader, target.GetDeclaringType()), reader.GetString(target.Name), returnsNothing);
    }

    private static TypeName NameOf(MetadataReader reader, TypeDefinitionHandle handle)
    {
        TypeDefinition type = reader.GetTypeDefinition(handle);
        while (!type.GetDeclaringType().IsNil)
            type = reader.GetTypeDefinition(type.GetDeclaringType());
        return new TypeName(reader.GetString(type.Namespace), reader.GetString(type.Name));
    }
}
