using System.Text.Json.Serialization.Metadata;
using Godwit.Policy.Configuration;

namespace Godwit.Control.Resources.Reading;

/// <summary>Reads a file that holds one document that is no resource, with the same care as resources.</summary>
public static class DocumentFile
{
    /// <summary>The document of a file; null, with errors, when it is not one of this shape.</summary>
    /// <param name="file">The file.</param>
    /// <param name="label">What errors call the document.</param>
    /// <param name="info">The type it is written for, with <c>snake_case</c> names.</param>
    /// <param name="errors">Where errors are added.</param>
    public static T? Read<T>(string file, string label, JsonTypeInfo<T> info, List<ConfigurationError> errors)
        where T : class
    {
        var before = errors.Count;
        if (ConfigurationFiles.ReadText(file, errors) is not { } text)
            return null;
        var nodes = ResourceReader.ReadNodes(text, file, errors);
        if (errors.Count > before)
            return null;
        if (nodes is [var node])
            return ConfigurationBinder.BindDocument(node, label, info, errors);
        errors.Add(new ConfigurationError(file, 1, 1, label, "", "holds not exactly one document"));
        return null;
    }
}
