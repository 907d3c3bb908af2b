using System.Linq.Expressions;
using System.Reflection;

namespace Hypercall.Proofs.Tests.Branching;

/// <summary>
/// What there is to do with the objects of one type: whom they name, and how to write what one holds into another. Made
/// once from the type's fields and compiled.
/// </summary>
internal sealed class ObjectPlan
{
    private static readonly MethodInfo Push = typeof(Stack<object>).GetMethod(nameof(Stack<object>.Push))!;

    private static readonly Func<object, object> Clone = typeof(object)
        .GetMethod("MemberwiseClone", BindingFlags.Instance | BindingFlags.NonPublic)!
        .CreateDelegate<Func<object, object>>();

    private ObjectPlan(
        Action<object, Stack<object>>? name, Func<object, object>? copy, Action<object, object>? write)
    {
        Name = name;
        Copy = copy;
        Write = write;
    }

    /// <summary>Lists the objects that one names; null: there are none that can change.</summary>
    public Action<object, Stack<object>>? Name { get; }

    /// <summary>A copy of an object alone; null: its own fields never change.</summary>
    public Func<object, object>? Copy { get; }

    /// <summary>Writes what the first holds into the second.</summary>
    public Action<object, object>? Write { get; }

    public static ObjectPlan Of(Type type)
    {
        if (FixedTypes.IsFixed(type))
            return new ObjectPlan(null, null, null);
        return type.IsArray ? OfArray(type.GetElementType()!) : OfClass(type);
    }

    private static ObjectPlan OfClass(Type type)
    {
        FieldInfo[] changing = [.. FixedTypes.FieldsOf(type).Where(field => !field.IsInitOnly)];
        Action<object, Stack<object>>? name = Namer(type);
        return changing.Length == 0
            ? new ObjectPlan(name, null, null)
            : new ObjectPlan(name, Clone, Writer(type, changing));
    }

    private static ObjectPlan OfArray(Type element)
    {
        Type kind = element.IsValueType ? typeof(ValuesPlan<>) : typeof(NamesPlan<>);
        return (ObjectPlan)kind.MakeGenericType(element).GetMethod("Make")!.Invoke(null, null)!;
    }

    private static Action<object, object> Writer(Type type, FieldInfo[] changing)
    {
        ParameterExpression from = Expression.Parameter(typeof(object));
        ParameterExpression to = Expression.Parameter(typeof(object));
        ParameterExpression typedFrom = Expression.Variable(type);
        ParameterExpression typedTo = Expression.Variable(type);
        IEnumerable<Expression> steps =
        [
            Expression.Assign(typedFrom, Expression.Convert(from, type)),
            Expression.Assign(typedTo, Expression.Convert(to, type)),
            .. changing.Select(field =>
                Expression.Assign(Expression.Field(typedTo, field), Expression.Field(typedFrom, field))),
        ];
        return Expression.Lambda<Action<object, object>>(
            Expression.Block([typedFrom, typedTo], steps), from, to).Compile();
    }

    private static Action<object, Stack<object>>? Namer(Type type)
    {
        ParameterExpression one = Expression.Parameter(typeof(object));
        ParameterExpression names = Expression.Parameter(typeof(Stack<object>));
        ParameterExpression typed = Expression.Variable(type);
        List<Expression> steps = [Expression.Assign(typed, Expression.Convert(one, type))];
        AddNames(typed, type, names, steps);
        return steps.Count == 1
            ? null
            : Expression.Lambda<Action<object, Stack<object>>>(Expression.Block([typed], steps), one, names).Compile();
    }

    /// <summary>What pushes the objects that a value's fields name, those of values in it included.</summary>
    private static void AddNames(Expression value, Type type, ParameterExpression names, List<Expression> steps)
    {
        foreach (FieldInfo field in FixedTypes.FieldsOf(type))
        {
            if (FixedTypes.IsFixed(field.FieldType))
                continue;
            Expression member = Expression.Field(value, field);
            if (field.FieldType.IsValueType)
                AddNames(member, field.FieldType, names, steps);
            else
                steps.Add(PushUnlessNull(member, names));
        }
    }

    private static ConditionalExpression PushUnlessNull(Expression member, ParameterExpression names) =>
        Expression.IfThen(
            Expression.ReferenceNotEqual(member, Expression.Constant(null)),
            Expression.Call(names, Push, Expression.Convert(member, typeof(object))));

    private static class NamesPlan<T>
        where T : class
    {
        public static ObjectPlan Make() => new(
            FixedTypes.IsFixed(typeof(T)) ? null : Name,
            static one => ((T?[])one).Clone(),
            static (from, to) => Array.Copy((T?[])from, (T?[])to, ((T?[])from).Length));

        private static void Name(object one, Stack<object> names)
        {
            foreach (T? named in (T?[])one)
            {
                if (named is not null)
                    names.Push(named);
            }
        }
    }

    private static class ValuesPlan<T>
        where T : struct
    {
        private static readonly Action<T, Stack<object>>? NameOne = Maker();

        public static ObjectPlan Make() => new(
            NameOne is null ? null : Name,
            static one => ((T[])one).Clone(),
            static (from, to) => ((T[])from).AsSpan().CopyTo((T[])to));

        private static void Name(object one, Stack<object> names)
        {
            foreach (T value in (T[])one)
                NameOne!(value, names);
        }

        private static Action<T, Stack<object>>? Maker()
        {
            ParameterExpression value = Expression.Parameter(typeof(T));
            ParameterExpression names = Expression.Parameter(typeof(Stack<object>));
            List<Expression> steps = [];
            if (!FixedTypes.IsFixed(typeof(T)))
                AddNames(value, typeof(T), names, steps);
            return steps.Count == 0
                ? null
                : Expression.Lambda<Action<T, Stack<object>>>(Expression.Block(steps), value, names).Compile();
        }
    }
}
