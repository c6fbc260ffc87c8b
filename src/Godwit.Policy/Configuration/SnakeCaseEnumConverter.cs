using System.Text.Json;
using System.Text.Json.Serialization;

namespace Godwit.Policy.Configuration;

/// <summary>Writes and reads an enum as <c>snake_case</c> text, the way people write it; numbers are refused.</summary>
public sealed class SnakeCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, false)
    where T : struct, Enum;
