using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Godwit.Policy.Configuration;

/// <summary>
/// Reads and writes an enum of the configuration just as <see cref="SnakeCaseEnumConverter{T}"/> does.
/// </summary>
/// <remarks>
/// The framework's converter is compiled anew for each enum when a process starts, which was a fifth of what a start
/// compiled; this one is compiled ahead with its assembly. It asks nothing generic of the framework for that reason.
/// </remarks>
internal sealed class EnumText<
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] T> : JsonConverter<T>
    where T : struct, Enum
{
    private readonly JsonEncodedText[] names;
    private readonly int[] numbers;

    public EnumText()
    {
        var fields = typeof(T).GetFields(BindingFlags.Public | BindingFlags.Static);
        names = new JsonEncodedText[fields.Length];
        numbers = new int[fields.Length];
        for (var i = 0; i < fields.Length; i++)
        {
            names[i] = JsonEncodedText.Encode(NameOf(fields[i]));
            numbers[i] = (int)fields[i].GetRawConstantValue()!;
        }
    }

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? Find(ref reader) : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Find(value));

    public override T ReadAsPropertyName(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Find(ref reader);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WritePropertyName(Find(value));

    private static string NameOf(FieldInfo field) =>
        field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>() is { } given
            ? given.Name
            : JsonNamingPolicy.SnakeCaseLower.ConvertName(field.Name);

    private T Find(ref Utf8JsonReader reader)
    {
        var text = reader.GetString();
        for (var i = 0; i < names.Length; i++)
        {
            if (string.Equals(names[i].Value, text, StringComparison.OrdinalIgnoreCase))
                return Unsafe.BitCast<int, T>(numbers[i]);
        }

        throw new JsonException();
    }

    private JsonEncodedText Find(T value)
    {
        var number = Unsafe.BitCast<T, int>(value);
        for (var i = 0; i < numbers.Length; i++)
        {
            if (numbers[i] == number)
                return names[i];
        }

        throw new JsonException();
    }
}
