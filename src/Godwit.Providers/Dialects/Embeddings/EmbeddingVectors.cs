using System.Buffers.Binary;
using System.Text.Json;
using Godwit.Providers.Dialects.Reading;

namespace Godwit.Providers.Dialects.Embeddings;

/// <summary>A vector in JSON: a list of numbers, or base64 of little-endian floats.</summary>
internal static class EmbeddingVectors
{
    /// <summary>Reads a vector in either form; null when it is none.</summary>
    public static float[]? Read(JsonElement? vector) => vector switch
    {
        { ValueKind: JsonValueKind.Array } numbers => ReadNumbers(numbers),
        { ValueKind: JsonValueKind.String } text => ReadBase64(text.Text()),
        _ => null,
    };

    /// <summary>Writes numbers, each as short as it reads back the same.</summary>
    public static void WriteNumbers(Utf8JsonWriter json, float[] vector)
    {
        json.WriteStartArray();
        foreach (var number in vector)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    public static void WriteBase64(Utf8JsonWriter json, float[] vector)
    {
        var bytes = new byte[vector.Length * sizeof(float)];
        for (var i = 0; i < vector.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), vector[i]);
        }

        json.WriteBase64StringValue(bytes);
    }

    private static float[]? ReadNumbers(JsonElement numbers)
    {
        var vector = new float[numbers.GetArrayLength()];
        var i = 0;
        foreach (var number in numbers.EnumerateArray())
        {
            // JSON has no infinity to write it as again.
            if (number.ValueKind != JsonValueKind.Number || !number.TryGetSingle(out vector[i])
                || !float.IsFinite(vector[i++]))
            {
                return null;
            }
        }

        return vector;
    }

    private static float[]? ReadBase64(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var bytes = new byte[text.Length / 4 * 3];
        if (!Convert.TryFromBase64String(text, bytes, out var length) || length % sizeof(float) != 0)
        {
            return null;
        }

        var vector = new float[length / sizeof(float)];
        for (var i = 0; i < vector.Length; i++)
        {
            vector[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(i * sizeof(float)));
            if (!float.IsFinite(vector[i]))
            {
                return null;
            }
        }

        return vector;
    }
}
