using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Hypercall.Architecture.Tests.Assemblies;

/// <summary>The metadata that a method's instructions name: types, methods, fields, signatures.</summary>
internal static class MethodTokens
{
    private const int TwoByteLead = 0xFE;
    private static readonly Dictionary<int, OperandType> Operands = ReadOperands();

    /// <summary>The handles in the order of the instructions, repeated where they are.</summary>
    /// <exception cref="BadImageFormatException">An instruction is unknown.</exception>
    public static IEnumerable<EntityHandle> Of(MethodBodyBlock body)
    {
        var handles = new List<EntityHandle>();
        BlobReader code = body.GetILReader();
        while (code.RemainingBytes > 0)
            ReadInstruction(ref code, handles);
        return handles;
    }

    private static void ReadInstruction(ref BlobReader code, List<EntityHandle> handles)
    {
        int value = code.ReadByte();
        if (value == TwoByteLead)
            value = (value << 8) | code.ReadByte();
        if (!Operands.TryGetValue(value, out OperandType operand))
            throw new BadImageFormatException($"unknown instruction {value:x}");
        switch (operand)
        {
            case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType
                or OperandType.InlineSig:
                handles.Add(MetadataTokens.EntityHandle(code.ReadInt32()));
                break;
            case OperandType.InlineSwitch:
                int targets = code.ReadInt32();
                code.Offset += sizeof(int) * targets;
                break;
            default:
                code.Offset += SizeOf(operand);
                break;
        }
    }

    private static int SizeOf(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineBrTarget or OperandType.InlineI or OperandType.InlineString or OperandType.ShortInlineR => 4,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => throw new BadImageFormatException($"unknown operand {operand}"),
    };

    private static Dictionary<int, OperandType> ReadOperands() => typeof(OpCodes).GetFields()
        .Select(field => field.GetValue(null))
        .OfType<OpCode>()
        .ToDictionary(code => code.Value & 0xFFFF, code => code.OperandType);
}
