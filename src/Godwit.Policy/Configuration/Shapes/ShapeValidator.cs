namespace Godwit.Policy.Configuration.Shapes;

/// <summary>Compares a document with the shape it should have and gathers every difference, with its place.</summary>
internal sealed class ShapeValidator(string resource, List<ConfigurationError> errors)
{
    /// <summary>Checks a node; a false answer means at least one error was added.</summary>
    public bool Validate(DocumentNode node, Shape shape, string path)
    {
        var before = errors.Count;
        Check(node, shape, path);
        return errors.Count == before;
    }

    private void Check(DocumentNode node, Shape shape, string path)
    {
        // A key without a value is not the same as no key: an empty 'include:' would otherwise serve everybody.
        if (node is DocumentNull)
        {
            Add(node, path, "has no value; give one or remove the key", shape.Expected);
            return;
        }

        switch (shape, node)
        {
            case (ObjectShape expected, DocumentMap map):
                CheckObject(map, expected, path);
                break;
            case (ObjectShape { Shorthand: { } member }, DocumentScalar scalar):
                CheckScalar(scalar, member.Shape, path);
                break;
            case (DictionaryShape expected, DocumentMap map):
                CheckDictionary(map, expected, path);
                break;
            case (ListShape expected, DocumentList list):
                for (var i = 0; i < list.Items.Count; i++)
                    Check(list.Items[i], expected.Element, $"{path}[{i}]");
                break;
            case (ObjectShape or DictionaryShape or ListShape, _):
            case (_, not DocumentScalar):
                Add(node, path, $"{node.Describe()} stands where {shape.Expected} is expected");
                break;
            default:
                CheckScalar((DocumentScalar)node, shape, path);
                break;
        }
    }

    private void CheckObject(DocumentMap map, ObjectShape shape, string path)
    {
        CheckDuplicates(map, path);
        foreach (var (key, value) in map.Members)
        {
            if (shape.Find(key.Text) is { } member)
                Check(value, member.Shape, Join(path, key.Text));
            else
                AddUnknownKey(key, Join(path, key.Text), [.. shape.Members.Select(m => m.Name)]);
        }

        foreach (var member in shape.Members)
        {
            if (member.Required && map.Find(member.Name) is null)
                Add(map, Join(path, member.Name), "is missing", member.Shape.Expected);
        }
    }

    private void CheckDictionary(DocumentMap map, DictionaryShape shape, string path)
    {
        CheckDuplicates(map, path);
        foreach (var (key, value) in map.Members)
        {
            if (shape.Keys is null || shape.Keys.Names.Contains(key.Text))
                Check(value, shape.Value, Join(path, key.Text));
            else
                AddUnknownKey(key, Join(path, key.Text), shape.Keys.Names);
        }
    }

    private void CheckDuplicates(DocumentMap map, string path)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, _) in map.Members)
        {
            if (!seen.Add(key.Text))
                Add(key, Join(path, key.Text), "is given twice");
        }
    }

    private void CheckScalar(DocumentScalar scalar, Shape shape, string path)
    {
        switch (shape)
        {
            case ChoiceShape choice when ScalarReader.IsText(scalar) && choice.Names.Contains(scalar.Text):
            case TextShape when ScalarReader.IsText(scalar):
            case BooleanShape when ScalarReader.TryBoolean(scalar, out _):
            case NumberShape when ScalarReader.TryNumber(scalar, out _):
            case InstantShape when ScalarReader.TryInstant(scalar, out _):
            case DayShape when ScalarReader.TryDay(scalar, out _):
                break;
            case IntegerShape integer when ScalarReader.TryInteger(scalar, out var value):
                if (value < integer.Least || value > integer.Most)
                    Add(scalar, path, $"{value} is out of range", $"{integer.Least} to {integer.Most}");
                break;
            case ChoiceShape choice:
                Add(scalar, path, $"'{scalar.Text}' is not accepted here", [.. choice.Names]);
                break;
            case BooleanShape when ScalarReader.IsText(scalar):
                Add(scalar, path, $"'{scalar.Text}' is not accepted here", "true", "false");
                break;
            default:
                Add(scalar, path, $"{scalar.Describe()} stands where {shape.Expected} is expected");
                break;
        }
    }

    private void AddUnknownKey(DocumentScalar key, string path, IReadOnlyList<string> names) =>
        Add(key, path, $"there is no key '{key.Text}' here{Nearest.Hint(key.Text, names)}", [.. names]);

    private void Add(DocumentNode node, string path, string message, params string[] accepted) =>
        errors.Add(ConfigurationError.At(node, resource, path, message, accepted));

    private static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";
}
