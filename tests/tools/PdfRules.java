import java.io.FileInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.LogManager;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Holds PDF files against profiles of veraPDF, all in one JVM.
 *
 * <p>Arguments: profiles such as {@code PDFUA-1}, then {@code --}, then files. Prints a line each of
 * file and profile: the path, the profile, how many rules it has, and each failed rule with how often
 * it fails and what it says, parted by tabs. The profiles lie in veraPDF's jar as XML; the library's
 * own reader of them is not in that jar.
 */
final class PdfRules {
  public static void main(String[] arguments) throws Exception {
    LogManager.getLogManager().reset();
    VeraGreenfieldFoundryProvider.initialise();
    List<String> names = List.of(arguments);
    int end = names.indexOf("--");
    for (String name : names.subList(0, end)) {
      ValidationProfile profile = profile(name);
      for (String file : names.subList(end + 1, names.size())) {
        System.out.println(file + "\t" + name + "\t" + profile.getRules().size() + failed(file, profile));
      }
    }
    System.exit(0);
  }

  private static String failed(String file, ValidationProfile profile) throws Exception {
    TreeMap<String, Integer> counts = new TreeMap<>();
    TreeMap<String, String> messages = new TreeMap<>();
    try (InputStream stream = new FileInputStream(file);
        PDFAParser parser = Foundries.defaultInstance().createParser(stream, profile.getPDFAFlavour());
        var validator = Foundries.defaultInstance().createValidator(profile, -1, true, true, false)) {
      for (TestAssertion assertion : validator.validate(parser).getTestAssertions()) {
        if (assertion.getStatus() == TestAssertion.Status.FAILED) {
          String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
          counts.merge(rule, 1, Integer::sum);
          messages.putIfAbsent(rule, String.valueOf(assertion.getMessage()).replaceAll("\\s+", " "));
        }
      }
    }
    StringBuilder line = new StringBuilder();
    counts.forEach((rule, count) -> line.append("\t" + rule + " ×" + count + ": " + messages.get(rule)));
    return line.toString();
  }

  private static ValidationProfile profile(String name) throws Exception {
    Element root;
    try (InputStream stream =
        ValidationProfile.class.getResourceAsStream("/org/verapdf/pdfa/validation/" + name + ".xml")) {
      root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(stream).getDocumentElement();
    }
    Set<Rule> rules = new LinkedHashSet<>();
    for (Element rule : elements(root, "rule")) {
      rules.add(rule(rule));
    }
    Set<Variable> variables = new LinkedHashSet<>();
    for (Element variable : elements(root, "variable")) {
      variables.add(
          Profiles.variableFromValues(
              variable.getAttribute("name"),
              variable.getAttribute("object"),
              text(variable, "defaultValue"),
              text(variable, "value")));
    }
    return Profiles.profileFromValues(
        PDFAFlavour.valueOf(root.getAttribute("flavour")),
        Profiles.profileDetailsFromValues(name, name, "", new Date(0)),
        "",
        rules,
        variables);
  }

  private static Rule rule(Element rule) {
    Element id = elements(rule, "id").get(0);
    RuleId ruleId =
        Profiles.ruleIdFromValues(
            PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
            id.getAttribute("clause"),
            Integer.parseInt(id.getAttribute("testNumber")));
    Element error = elements(rule, "error").get(0);
    List<ErrorArgument> arguments = new ArrayList<>();
    for (Element argument : elements(error, "argument")) {
      arguments.add(
          ErrorArgumentImpl.fromValues(argument.getTextContent(), argument.getAttribute("name"), null));
    }
    Boolean deferred = rule.hasAttribute("deferred") ? Boolean.valueOf(rule.getAttribute("deferred")) : null;
    return Profiles.ruleFromValues(
        ruleId,
        rule.getAttribute("object"),
        deferred,
        rule.getAttribute("tags"),
        text(rule, "description"),
        text(rule, "test"),
        Profiles.errorFromValues(text(error, "message"), arguments),
        Collections.emptyList());
  }

  private static List<Element> elements(Element parent, String name) {
    NodeList found = parent.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int number = 0; number < found.getLength(); number++) {
      elements.add((Element) found.item(number));
    }
    return elements;
  }

  private static String text(Element parent, String name) {
    List<Element> found = elements(parent, name);
    return found.isEmpty() ? "" : found.get(0).getTextContent();
  }
}
