using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Hypercall.Architecture.Tests.Assemblies;

/// <summary>
/// Which types of an assembly name which others of it: in bases, fields, signatures, attributes, constraints, locals
/// and instructions. Nested types count as the one that they stand in. Constants leave no trace in an assembly.
/// </summary>
internal sealed class TypeReferences : IDisposable
{
    private readonly PEReader _file;
    private readonly MetadataReader _reader;
    private readonly SignatureTypes _signatures;
    private readonly HashSet<(TypeName From, TypeName To)> _edges = [];
    private TypeName _from;

    private TypeReferences(string path)
    {
        _file = new PEReader(File.OpenRead(path));
        _reader = _file.GetMetadataReader();
        _signatures = new SignatureTypes(Add);
    }

    /// <summary>Reads an assembly's file.</summary>
    /// <returns>Each pair once, without types that name themselves and without what the compiler makes.</returns>
    public static IReadOnlyCollection<(TypeName From, TypeName To)> Read(string path)
    {
        using var references = new TypeReferences(path);
        foreach (TypeDefinitionHandle handle in references._reader.TypeDefinitions)
            references.AddType(handle);
        return references._edges;
    }

    public void Dispose() => _file.Dispose();

    private void AddType(TypeDefinitionHandle handle)
    {
        TypeDefinition type = _reader.GetTypeDefinition(handle);
        _from = NameOf(handle);
        AddEntity(type.BaseType);
        foreach (InterfaceImplementationHandle each in type.GetInterfaceImplementations())
            AddEntity(_reader.GetInterfaceImplementation(each).Interface);
        AddAttributes(type.GetCustomAttributes());
        AddConstraints(type.GetGenericParameters());
        foreach (FieldDefinitionHandle each in type.GetFields())
            AddField(_reader.GetFieldDefinition(each));
        foreach (MethodDefinitionHandle each in type.GetMethods())
            AddMethod(_reader.GetMethodDefinition(each));
    }

    private void AddField(FieldDefinition field)
    {
        field.DecodeSignature(_signatures, true);
        AddAttributes(field.GetCustomAttributes());
    }

    private void AddMethod(MethodDefinition method)
    {
        method.DecodeSignature(_signatures, true);
        AddAttributes(method.GetCustomAttributes());
        AddConstraints(method.GetGenericParameters());
        if (method.RelativeVirtualAddress == 0)
            return;
        MethodBodyBlock body = _file.GetMethodBody(method.RelativeVirtualAddress);
        AddEntity(body.LocalSignature);
        foreach (ExceptionRegion region in body.ExceptionRegions)
            AddEntity(region.CatchType);
        foreach (EntityHandle token in MethodTokens.Of(body))
            AddEntity(token);
    }

    private void AddConstraints(GenericParameterHandleCollection parameters)
    {
        foreach (GenericParameterHandle parameter in parameters)
        {
            foreach (GenericParameterConstraintHandle each in _reader.GetGenericParameter(parameter).GetConstraints())
                AddEntity(_reader.GetGenericParameterConstraint(each).Type);
        }
    }

    private void AddAttributes(CustomAttributeHandleCollection attributes)
    {
        foreach (CustomAttributeHandle each in attributes)
            AddEntity(_reader.GetCustomAttribute(each).Constructor);
    }

    private void AddEntity(EntityHandle handle)
    {
        if (handle.IsNil)
            return;
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                Add((TypeDefinitionHandle)handle);
                break;
            case HandleKind.TypeSpecification:
                _reader.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(_signatures, true);
                break;
            case HandleKind.StandaloneSignature:
                AddStandalone(_reader.GetStandaloneSignature((StandaloneSignatureHandle)handle));
                break;
            case HandleKind.FieldDefinition:
                FieldDefinition field = _reader.GetFieldDefinition((FieldDefinitionHandle)handle);
                Add(field.GetDeclaringType());
                field.DecodeSignature(_signatures, true);
                break;
            case HandleKind.MethodDefinition:
                MethodDefinition method = _reader.GetMethodDefinition((MethodDefinitionHandle)handle);
                Add(method.GetDeclaringType());
                method.DecodeSignature(_signatures, true);
                break;
            case HandleKind.MethodSpecification:
                MethodSpecification specification = _reader.GetMethodSpecification((MethodSpecificationHandle)handle);
                AddEntity(specification.Method);
                specification.DecodeSignature(_signatures, true);
                break;
            case HandleKind.MemberReference:
                AddMember(_reader.GetMemberReference((MemberReferenceHandle)handle));
                break;
        }
    }

    private void AddMember(MemberReference member)
    {
        AddEntity(member.Parent);
        if (member.GetKind() == MemberReferenceKind.Field)
            member.DecodeFieldSignature(_signatures, true);
        else
            member.DecodeMethodSignature(_signatures, true);
    }

    private void AddStandalone(StandaloneSignature signature)
    {
        if (signature.GetKind() == StandaloneSignatureKind.LocalVariables)
            signature.DecodeLocalSignature(_signatures, true);
        else
            signature.DecodeMethodSignature(_signatures, true);
    }

    private void Add(TypeDefinitionHandle handle)
    {
        TypeName to = NameOf(handle);
        if (to != _from && to.Namespace.Length > 0 && _from.Namespace.Length > 0)
            _edges.Add((_from, to));
    }

    private TypeName NameOf(TypeDefinitionHandle handle)
    {
        TypeDefinition type = _reader.GetTypeDefinition(handle);
        while (!type.GetDeclaringType().IsNil)
            type = _reader.GetTypeDefinition(type.GetDeclaringType());
        return new TypeName(_reader.GetString(type.Namespace), _reader.GetString(type.Name));
    }
}
